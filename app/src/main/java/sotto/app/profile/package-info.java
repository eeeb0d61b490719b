/// Where profiles and data lie, and how one is unlocked.
@org.jspecify.annotations.NullMarked
package sotto.app.profile;
