/// `./sotto bench mls`: what the library's operations cost, beside other implementations and beside
/// the primitives that they cannot do without.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench.mls;
