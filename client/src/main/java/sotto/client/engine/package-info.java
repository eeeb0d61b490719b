/// The client as a state machine: `step(state, input) -> (state, effects)`. No socket, clock,
/// thread or random source in here: time and chance come in with each input.
@org.jspecify.annotations.NullMarked
package sotto.client.engine;
