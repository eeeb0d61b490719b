/// The laboratory's faces, and its attackers against Sotto's own protocol running for real.
@org.jspecify.annotations.NullMarked
package sotto.app.lab;
