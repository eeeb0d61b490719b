/// `./sotto bench server`: what Sotto's server carries, and what other servers carry in the same
/// run.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench.server;
