package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// A group's row.
public record StoredGroup(
    long row,
    Bytes id,
    long epoch,
    Hash commit,
    List<ClientAddress> roster,
    Optional<Bytes> successor,
    long changed) {}
