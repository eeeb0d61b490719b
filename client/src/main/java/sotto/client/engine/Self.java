package sotto.client.engine;

import java.time.Instant;
import java.util.Optional;
import sotto.client.Preferences;
import sotto.client.Preferences.Choice;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// The account and the client of a profile: keys, server, counters.
///
/// @param host where to connect; may change, the fingerprint may not
/// @param account the name or number wanted, before the server's own name is known
/// @param number the highest number of a submission of ours (rules 21)
/// @param nextOutgoing of the outbox; `nextEvent` of the events
record Self(
    Phase phase,
    String host,
    int port,
    Fingerprint fingerprint,
    Optional<ServerKey> server,
    String account,
    Optional<Address> address,
    ClientId client,
    SignatureKeyPair accountKeys,
    SignatureKeyPair leafKeys,
    Optional<SignedClientList> list,
    long number,
    long nextOutgoing,
    long nextEvent,
    Instant lastResortAt,
    Preferences preferences) {
  private static final int VERSION = 1;
  private static final int MAX_KEY = 64;

  enum Phase {
    /// Nothing is at the server yet.
    NEW,
    /// A code was sent.
    PENDING,
    /// The registration was sent, and its answer not seen.
    REGISTERING,
    READY
  }

  Address me() {
    return address.orElseThrow(() -> new IllegalStateException("The profile has no address yet."));
  }

  ClientAddress who() {
    return new ClientAddress(me(), client);
  }

  AccountKey accountKey() {
    return AccountKey.of(accountKeys.publicKey());
  }

  LeafKey leafKey() {
    return LeafKey.of(leafKeys.publicKey());
  }

  Self in(Phase other) {
    return copy(other, server, address, list, number, nextOutgoing, nextEvent, lastResortAt);
  }

  Self at(ServerKey key, Address mine) {
    return copy(
        phase,
        Optional.of(key),
        Optional.of(mine),
        list,
        number,
        nextOutgoing,
        nextEvent,
        lastResortAt);
  }

  Self listed(SignedClientList newest) {
    return copy(
        phase, server, address, Optional.of(newest), number, nextOutgoing, nextEvent, lastResortAt);
  }

  Self numbered(long newNumber) {
    return copy(phase, server, address, list, newNumber, nextOutgoing, nextEvent, lastResortAt);
  }

  Self afterOutgoing() {
    return copy(phase, server, address, list, number, nextOutgoing + 1, nextEvent, lastResortAt);
  }

  Self afterEvent() {
    return copy(phase, server, address, list, number, nextOutgoing, nextEvent + 1, lastResortAt);
  }

  Self lastResort(Instant at) {
    return copy(phase, server, address, list, number, nextOutgoing, nextEvent, at);
  }

  Self preferring(Preferences other) {
    return with(host, port, other);
  }

  /// The server, known by its fingerprint, is somewhere else from now on.
  Self connectingTo(String newHost, int newPort) {
    return with(newHost, newPort, preferences);
  }

  private Self with(String newHost, int newPort, Preferences other) {
    return new Self(
        phase,
        newHost,
        newPort,
        fingerprint,
        server,
        account,
        address,
        client,
        accountKeys,
        leafKeys,
        list,
        number,
        nextOutgoing,
        nextEvent,
        lastResortAt,
        other);
  }

  private Self copy(
      Phase newPhase,
      Optional<ServerKey> newServer,
      Optional<Address> newAddress,
      Optional<SignedClientList> newList,
      long newNumber,
      long outgoing,
      long event,
      Instant resort) {
    return new Self(
        newPhase,
        host,
        port,
        fingerprint,
        newServer,
        account,
        newAddress,
        client,
        accountKeys,
        leafKeys,
        newList,
        newNumber,
        outgoing,
        event,
        resort,
        preferences);
  }

  byte[] encoded() {
    Writer out = new Writer().uint8(VERSION).uint8(phase.ordinal());
    Fields.text(out, host);
    out.uint16(port).struct(fingerprint.hash()).optional(server, Writer::struct);
    Fields.text(out, account);
    out.optional(address, Writer::struct).struct(client);
    out.opaque(accountKeys.privateKey().copy()).opaque(leafKeys.privateKey().copy());
    out.optional(list, Writer::struct);
    out.uint64(number).uint64(nextOutgoing).uint64(nextEvent);
    Fields.time(out, lastResortAt);
    Fields.flag(out, preferences.deliveryReceipts() == Choice.ON);
    Fields.flag(out, preferences.readReceipts() == Choice.ON);
    Fields.flag(out, preferences.presence() == Choice.ON);
    return out.toBytes();
  }

  static Self decode(byte[] bytes, Crypto crypto) throws MlsException {
    Reader in = new Reader(bytes);
    if (in.uint8() != VERSION) {
      throw new MlsException("The profile was written by a newer Sotto.");
    }
    int phase = in.uint8();
    if (phase >= Phase.values().length) {
      throw new MlsException("The profile is in no known phase.");
    }
    Self self =
        new Self(
            Phase.values()[phase],
            Fields.text(in, Limits.MAX_HOST),
            in.uint16(),
            new Fingerprint(Hash.decode(in)),
            in.optional(ServerKey::decode),
            Fields.text(in, Limits.MAX_ADDRESS),
            in.optional(Address::decode),
            ClientId.decode(in),
            keys(in, crypto),
            keys(in, crypto),
            in.optional(SignedClientList::decode),
            Fields.count(in),
            Fields.count(in),
            Fields.count(in),
            Fields.time(in),
            new Preferences(choice(in), choice(in), choice(in)));
    in.end();
    return self;
  }

  private static SignatureKeyPair keys(Reader in, Crypto crypto) throws MlsException {
    Secret secret = Secret.owning(in.opaque(MAX_KEY));
    return crypto.signatureKeyPair(SignatureScheme.ED25519, secret);
  }

  private static Choice choice(Reader in) throws MlsException {
    return Fields.flag(in) ? Choice.ON : Choice.OFF;
  }
}
