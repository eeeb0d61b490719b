/// Sotto's MLS and two independent implementations behind one interface, so that groups can be made
/// of members of all three, and operations timed alike.
@org.jspecify.annotations.NullMarked
package sotto.tests.interop;
