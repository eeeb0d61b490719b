@org.jspecify.annotations.NullMarked
package sotto.app;
