package sotto.client.engine;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Address;
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
