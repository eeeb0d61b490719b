package sotto.classic.lab;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sotto.classic.challenge.Handshake;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.part.Opened;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profiles;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;

/// `challenge`: the server signs a key, and not whose it is.
final class ChallengeRelabel implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "challenge-relabel",
        Profiles.described("challenge"),
        Position.WIRE,
        "a registered user, eve, on the wire of the two",
        "eve's signed key is given to each as the other's, and eve reads and writes",
        "The server's signature covers the public key and not the name, so a genuine signed key can be put under any name.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "Bring the plan at six.";
    String wanted = "Leave the plan at home.";
    KeyPair eve = RsaKeys.generate(scene.random("eve"));
    try (var exchange = new Exchange(scene, lesson().profile());
        Connection line = register(exchange, scene, eve)) {
      long since = System.nanoTime();
      columns.attacker(
          "registers as eve at "
              + ChatRoom.shown(line.peer())
              + "; the server signs her public key");
      Wire bobs = exchange.wire();
      Wire alices = exchange.wire();
      bobs.through((way, record) ->
          way == Wire.Way.TO_CLIENT ? relabelled(exchange, record, "alice") : List.of(record));
      Actor bob = exchange.comes("bob", bobs.port());
      columns.attacker(
          "puts eve's key and its genuine signature under the name bob in alice's list, and under alice in bob's");
      alices.through((way, record) ->
          way == Wire.Way.TO_CLIENT
              ? relabelled(exchange, record, "bob")
              : forged(exchange, record, scene, eve, bobs, columns, wanted));
      Actor alice = exchange.comes("alice", alices.port());
      bob.reads("Users joined: alice");
      columns.victimSends("alice to bob: " + text);
      alice.types("bob:" + text);
      bob.reads("[Message from alice]: " + wanted);
      columns.victimReceives("bob: [Message from alice]: " + wanted);
      return Outcome.broken(
          "eve read the message and wrote another under alice's name",
          Work.of(2, "lists changed", since));
    }
  }

  private static Connection register(Exchange exchange, Scene scene, KeyPair eve) throws Exception {
    Connection line =
        Connection.to(
            "127.0.0.1",
            exchange.port(),
            exchange.profile.framing(),
            Duration.ofSeconds(5),
            _ -> {});
    var around = new Actor(scene, "eve at her keyboard", exchange.port()).around();
    new Handshake(exchange.profile, around, eve).respond(line);
    line.send(
        ChallengeRecords.REGISTER.encode(
            ChallengeRecords.REGISTER
                .start()
                .with("username", "eve")
                .with("public_key", RsaKeys.pem(eve.getPublic()))));
    line.receive();
    return line;
  }

  /// A list of users in which eve's entry stands under another name, too.
  private static List<byte[]> relabelled(Exchange exchange, byte[] record, String name)
      throws Exception {
    Optional<Fields> list = exchange.is(ChallengeRecords.USER_LIST, record);
    if (list.isEmpty()) return List.of(record);
    Map<String, Fields> users = new LinkedHashMap<>(list.get().table("users"));
    Fields eves = users.get("eve");
    if (eves == null || !users.containsKey(name)) return List.of(record);
    users.put(name, eves.with("username", name));
    return List.of(ChallengeRecords.USER_LIST.encode(list.get().with("users", users)));
  }

  /// Alice's message is kept; another goes to bob, signed with the key that he takes for hers.
  private static List<byte[]> forged(
      Exchange exchange,
      byte[] record,
      Scene scene,
      KeyPair eve,
      Wire bobs,
      Columns columns,
      String wanted)
      throws Exception {
    Optional<Fields> message = exchange.is(ChallengeRecords.MESSAGE, record);
    if (message.isEmpty()) return List.of(record);
    var sealing = exchange.profile.sealing();
    Sealed sealed = exchange.sealed(message.get());
    SessionKey key = sealing.unwrap(sealed.wrappedKey(), eve.getPrivate());
    var cipher = sealing.cipher();
    byte[] read = cipher.decrypt(key.bytes(), sealed.iv(), sealed.ciphertext());
    columns.attacker("opens alice's message with eve's key: " + new Opened(read, true).text());
    var random = scene.random("eve's forgery");
    SessionKey fresh = sealing.newKey(random);
    byte[] wrapped = sealing.wrap(fresh, bobsKey(exchange, bobs), random);
    Sealed forged =
        sealing.seal(Bytes.utf8(wanted), fresh, wrapped, Optional.of(eve.getPrivate()), random);
    Fields passedOn = ChallengeRecords.MESSAGE.start().with("sender", "alice");
    bobs.inject(
        ChallengeRecords.MESSAGE.encode(exchange.profile.placement().put(passedOn, forged)));
    columns.attacker("writes to bob as alice, signed with eve's key: " + wanted);
    return List.of();
  }

  /// Bob's real key, as the server's own list had it.
  private static PublicKey bobsKey(Exchange exchange, Wire bobs) throws Exception {
    for (byte[] record : bobs.seen(Wire.Way.TO_CLIENT).reversed()) {
      Optional<Fields> list = exchange.is(ChallengeRecords.USER_LIST, record);
      if (list.isPresent() && list.get().table("users").containsKey("bob"))
        return RsaKeys.publicKey(
            Objects.requireNonNull(list.get().table("users").get("bob")).text("public_key"));
    }
    throw new IllegalStateException("The server never named bob.");
  }
}
