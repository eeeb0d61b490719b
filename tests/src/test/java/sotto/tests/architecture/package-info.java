/// The rules of ARCHITECTURE.md, as tests over the compiled classes and the sources.
@org.jspecify.annotations.NullMarked
package sotto.tests.architecture;
