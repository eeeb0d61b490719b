package sotto.server.delivery;

/// Who asked, so that the answer finds its way back: the edge's own, never looked into here.
public interface Ticket {}
