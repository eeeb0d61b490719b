/// The stores of `delivery` and `authentication` in one SQLite database, and the data folder.
@org.jspecify.annotations.NullMarked
package sotto.server.store;
