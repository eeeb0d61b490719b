/// The MLS library's operations under JMH, beside the tables of `./sotto bench mls`.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench.jmh;
