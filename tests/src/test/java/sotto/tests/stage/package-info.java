/// Scenarios that are told once and played in two worlds: over loopback with the real server, and
/// in one thread under a seed. `docs/scenarios.md` lists them.
@org.jspecify.annotations.NullMarked
package sotto.tests.stage;
