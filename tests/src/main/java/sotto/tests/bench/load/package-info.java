/// A load generator for messaging servers: one selector thread for all connections, plain or TLS,
/// and the workloads that every server gets alike.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench.load;
