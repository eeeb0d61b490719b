@org.jspecify.annotations.NullMarked
package sotto.classic;
