package sotto.server.net;

import sotto.server.delivery.Ticket;

/// One request of one connection: where its answer goes.
record Request(Connection connection, long number) implements Ticket {}
