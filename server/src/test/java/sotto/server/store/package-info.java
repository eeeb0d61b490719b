@org.jspecify.annotations.NullMarked
package sotto.server.store;
