package sotto.server.authentication;

import java.util.List;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.LeafKey;

/// What the Authentication Service decided; to be told once the transaction is durable.
public sealed interface Decision {
  record Refused(ErrorCode code) implements Decision {}

  /// These clients exist now.
  ///
  /// @param former those of the account that was released before: nothing of theirs passes on
  record Registered(List<ClientAddress> clients, List<ClientAddress> former) implements Decision {
    public Registered {
      clients = List.copyOf(clients);
      former = List.copyOf(former);
    }
  }

  /// To be sent to the address by the operator's means.
  record CodeIssued(Code code, long expires) implements Decision {}

  record ListReplaced(long version, List<ClientAddress> added, List<ClientAddress> removed)
      implements Decision {
    public ListReplaced {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /// Whoever signs a login with `leaf` is this client.
  record Known(AccountKey account, LeafKey leaf, long listVersion) implements Decision {}
}
