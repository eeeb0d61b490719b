package sotto.client.engine;

import java.util.Optional;
import sotto.client.Conversation.Trust;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// What this profile knows of another account.
///
/// @param pinned the account key that counts; empty until the first answer or Welcome
/// @param expected what the user said that the key's fingerprint is, before it was seen
/// @param shown another key than the pinned one, which stops sending until the user decides
/// @param stopped why care is due beside a changed key: two lists of one version, an older list
/// @param list the newest client list seen, and with it its version
/// @param heard the highest version of that list that any member has named (rules 4)
record Known(
    Address address,
    Optional<AccountKey> pinned,
    Optional<Fingerprint> expected,
    Optional<AccountKey> shown,
    String stopped,
    Standing standing,
    boolean verified,
    Optional<SignedClientList> list,
    long heard,
    String displayName) {
  private static final int MAX_NAME = 256;

  enum Standing {
    /// Named by somebody, in a conversation of many.
    SEEN,
    /// Wrote first and was not accepted yet.
    REQUEST,
    ACCEPTED
  }

  static Known of(Address address) {
    return new Known(
        address,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Standing.SEEN,
        false,
        Optional.empty(),
        0,
        "");
  }

  long version() {
    return list.map(signed -> signed.list().version()).orElse(0L);
  }

  Hash listHash() {
    return list.map(signed -> signed.list().hash()).orElse(Hash.NONE);
  }

  boolean mayBeWrittenTo() {
    return shown.isEmpty() && stopped.isEmpty();
  }

  Trust trust() {
    if (!mayBeWrittenTo()) {
      return Trust.CHANGED;
    }
    return verified ? Trust.VERIFIED : Trust.UNVERIFIED;
  }

  Known pin(AccountKey key) {
    boolean proved = expected.filter(Fingerprint.of(key)::equals).isPresent();
    return new Known(
        address,
        Optional.of(key),
        expected,
        Optional.empty(),
        "",
        standing,
        proved || verified,
        list,
        heard,
        displayName);
  }

  Known expecting(Fingerprint fingerprint) {
    return new Known(
        address,
        pinned,
        Optional.of(fingerprint),
        shown,
        stopped,
        standing,
        verified,
        list,
        heard,
        displayName);
  }

  /// Another key was shown for this address.
  Known showing(AccountKey other) {
    return new Known(
        address,
        pinned,
        expected,
        Optional.of(other),
        stopped,
        standing,
        verified,
        list,
        heard,
        displayName);
  }

  Known stopped(String reason) {
    return new Known(
        address, pinned, expected, shown, reason, standing, verified, list, heard, displayName);
  }

  /// The user compared the key that is shown now, and accepts it.
  Known trusted() {
    // Two lists that contradict each other: the next one counts, as at first contact.
    boolean anew = shown.isPresent() || !stopped.isEmpty();
    return new Known(
        address,
        shown.or(() -> pinned),
        Optional.empty(),
        Optional.empty(),
        "",
        Standing.ACCEPTED,
        true,
        anew ? Optional.empty() : list,
        anew ? 0 : version(),
        displayName);
  }

  Known standing(Standing other) {
    return new Known(
        address, pinned, expected, shown, stopped, other, verified, list, heard, displayName);
  }

  Known listed(SignedClientList newest) {
    return new Known(
        address,
        pinned,
        expected,
        shown,
        stopped,
        standing,
        verified,
        Optional.of(newest),
        Math.max(heard, newest.list().version()),
        displayName);
  }

  Known hearing(long version) {
    return new Known(
        address,
        pinned,
        expected,
        shown,
        stopped,
        standing,
        verified,
        list,
        Math.max(heard, version),
        displayName);
  }

  Known named(String name) {
    return new Known(
        address, pinned, expected, shown, stopped, standing, verified, list, heard, name);
  }

  byte[] encoded() {
    Writer out = new Writer().struct(address).optional(pinned, Writer::struct);
    out.optional(expected.map(Fingerprint::hash), Writer::struct);
    out.optional(shown, Writer::struct);
    Fields.text(out, stopped);
    out.uint8(standing.ordinal());
    Fields.flag(out, verified);
    out.optional(list, Writer::struct).uint64(heard);
    Fields.text(out, displayName);
    return out.toBytes();
  }

  static Known decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    Known known =
        new Known(
            Address.decode(in),
            in.optional(AccountKey::decode),
            in.optional(Hash::decode).map(Fingerprint::new),
            in.optional(AccountKey::decode),
            Fields.text(in, Limits.MAX_SENTENCE),
            Stored.value(in, Standing.values()),
            Fields.flag(in),
            in.optional(SignedClientList::decode),
            Fields.count(in),
            Fields.text(in, MAX_NAME));
    in.end();
    return known;
  }
}
