package sotto.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.Kind;
import sotto.server.delivery.StoredEntry;
import sotto.server.delivery.StoredGroup;

/// What a row of the database says, as a value.
final class Rows {
  private Rows() {}

  static StoredEntry entry(ResultSet row) throws SQLException {
    return new StoredEntry(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        Kind.ofNumber(row.getInt(4)),
        row.getLong(5),
        row.getLong(6),
        row.getInt(7),
        row.getLong(8),
        row.getInt(9));
  }

  static StoredGroup group(ResultSet row) throws SQLException, MlsException {
    return new StoredGroup(
        row.getLong(1),
        Bytes.wrap(row.getBytes(2)),
        row.getLong(3),
        Hash.of(row.getBytes(4)),
        roster(row.getBytes(5)),
        Optional.ofNullable(row.getBytes(6)).map(Bytes::wrap),
        row.getLong(7));
  }

  static ClientAddress client(String address, byte[] client) throws MlsException {
    return new ClientAddress(Address.parse(address), ClientId.of(client));
  }

  static byte[] roster(List<ClientAddress> roster) {
    return new Writer().vector(roster).toBytes();
  }

  static List<ClientAddress> roster(byte[] encoded) throws MlsException {
    return new Reader(encoded).vector(ClientAddress::decode);
  }
}
