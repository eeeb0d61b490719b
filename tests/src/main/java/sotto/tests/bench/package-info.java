/// Benchmarks that anyone can run: `./sotto bench server` and `./sotto bench mls`. Never tests.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench;
