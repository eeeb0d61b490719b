@org.jspecify.annotations.NullMarked
package sotto.tests.interop;
