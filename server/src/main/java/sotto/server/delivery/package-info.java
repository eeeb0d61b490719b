/// The Delivery Service of RFC 9750 as a pure core: groups and their one order, queues,
/// KeyPackages. It knows no socket, clock, thread or SQL: time and randomness are parameters, and
/// [DeliveryStore] is an interface of its own.
@org.jspecify.annotations.NullMarked
package sotto.server.delivery;
