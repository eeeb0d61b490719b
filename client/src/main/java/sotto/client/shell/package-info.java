/// What ties engine, store and transport together: one thread that takes inputs, steps, writes, and
/// only then sends.
@org.jspecify.annotations.NullMarked
package sotto.client.shell;
