package sotto.client.engine;

import java.util.Optional;
import java.util.function.Consumer;
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

  /// Why nothing is sent to an address that its operator released.
  static final String RELEASED = "The address was released.";

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
    return changed(draft -> {
      draft.pinned = Optional.of(key);
      draft.shown = Optional.empty();
      draft.stopped = "";
      draft.verified = proved || verified;
    });
  }

  /// The pinned key named this one as its successor. A stop stays: whoever has the old key can have
  /// made the doubt with it, and only the user ends it.
  Known succeeded(AccountKey key) {
    return changed(draft -> {
      draft.pinned = Optional.of(key);
      draft.shown = shown.filter(other -> !other.equals(key));
    });
  }

  Known expecting(Fingerprint fingerprint) {
    return changed(draft -> draft.expected = Optional.of(fingerprint));
  }

  /// Another key was shown for this address.
  Known showing(AccountKey other) {
    return changed(draft -> draft.shown = Optional.of(other));
  }

  Known stopped(String reason) {
    return changed(draft -> draft.stopped = reason);
  }

  /// The account is over, and whoever has its address now has not shown a key yet.
  boolean awaitsSuccessor() {
    return shown.isEmpty() && stopped.equals(RELEASED);
  }

  /// Whoever has the address now counts as at first contact: nothing is verified.
  Known forgotten() {
    return changed(draft -> {
      draft.pinned = Optional.empty();
      draft.expected = Optional.empty();
      draft.stopped = "";
      draft.standing = Standing.ACCEPTED;
      draft.verified = false;
      draft.list = Optional.empty();
      draft.heard = 0;
    });
  }

  /// The user compared the key that is shown now, and accepts it.
  Known trusted() {
    // Two lists that contradict each other: the next one counts, as at first contact.
    boolean anew = shown.isPresent() || !stopped.isEmpty();
    return changed(draft -> {
      draft.pinned = shown.or(() -> pinned);
      draft.expected = Optional.empty();
      draft.shown = Optional.empty();
      draft.stopped = "";
      draft.standing = Standing.ACCEPTED;
      draft.verified = true;
      draft.list = anew ? Optional.empty() : list;
      draft.heard = anew ? 0 : version();
    });
  }

  Known standing(Standing other) {
    return changed(draft -> draft.standing = other);
  }

  Known listed(SignedClientList newest) {
    return changed(draft -> {
      draft.list = Optional.of(newest);
      draft.heard = Math.max(heard, newest.list().version());
    });
  }

  Known hearing(long version) {
    return changed(draft -> draft.heard = Math.max(heard, version));
  }

  Known named(String name) {
    return changed(draft -> draft.displayName = name);
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

  private Known changed(Consumer<Draft> by) {
    Draft draft = new Draft(this);
    by.accept(draft);
    return draft.known();
  }

  /// The parts of the next value while some are exchanged; lives as long as that takes.
  private static final class Draft {
    final Address address;
    Optional<AccountKey> pinned;
    Optional<Fingerprint> expected;
    Optional<AccountKey> shown;
    String stopped;
    Standing standing;
    boolean verified;
    Optional<SignedClientList> list;
    long heard;
    String displayName;

    Draft(Known from) {
      address = from.address;
      pinned = from.pinned;
      expected = from.expected;
      shown = from.shown;
      stopped = from.stopped;
      standing = from.standing;
      verified = from.verified;
      list = from.list;
      heard = from.heard;
      displayName = from.displayName;
    }

    Known known() {
      return new Known(
          address, pinned, expected, shown, stopped, standing, verified, list, heard, displayName);
    }
  }
}
