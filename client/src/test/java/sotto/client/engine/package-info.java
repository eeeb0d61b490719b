@org.jspecify.annotations.NullMarked
package sotto.client.engine;
