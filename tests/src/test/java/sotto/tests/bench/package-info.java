/// Tests of the benchmarks' arguments.
@org.jspecify.annotations.NullMarked
package sotto.tests.bench;
