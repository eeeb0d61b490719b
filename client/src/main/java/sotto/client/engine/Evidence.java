package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import sotto.client.Contradiction;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.SignedClientList;

/// Rules 4: "Two lists of one version, or a broken chain, are an identity stop that keeps both as
/// evidence." Both are signed, so that whoever sees them need not believe this client.
///
/// @param known the list that was known
/// @param shown the one that contradicts it
public record Evidence(SignedClientList known, SignedClientList shown) {
  void keep(Turn turn) {
    String about = shelf(known.list().address());
    turn.archive(Table.EVIDENCE, about + " " + shown.list().hash().hex(), about, encoded());
  }

  /// Where all evidence about an account stands.
  public static String shelf(Address about) {
    return about.toString();
  }

  /// The rows of a shelf, for people.
  public static List<Contradiction> toShow(List<byte[]> rows) throws MlsException {
    List<Contradiction> all = new ArrayList<>();
    for (byte[] row : rows) {
      ClientList before = decode(row).known.list();
      ClientList after = decode(row).shown.list();
      all.add(
          new Contradiction(
              before.address().toString(),
              before.version(),
              before.hash().hex(),
              before.issuedAt(),
              after.version(),
              after.hash().hex(),
              after.issuedAt(),
              row));
    }
    return all;
  }

  private byte[] encoded() {
    return new Writer().struct(known).struct(shown).toBytes();
  }

  public static Evidence decode(byte[] row) throws MlsException {
    Reader in = new Reader(row);
    Evidence evidence = new Evidence(SignedClientList.decode(in), SignedClientList.decode(in));
    in.end();
    return evidence;
  }
}
