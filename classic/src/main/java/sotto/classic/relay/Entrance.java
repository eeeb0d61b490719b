package sotto.classic.relay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.CodeChannel;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.part.Registration.PublicKeyComes;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.Vocabulary.Said;

/// How a client of `phone` or `signed` gets in: it registers, or it logs in with the key it has.
final class Entrance {
  private final Surroundings around;
  private final Terminal terminal;
  private final PhoneAndCode registration;
  private final KeyTransport transport;
  private final RelayLink link;
  private final String phone;

  Entrance(Profile profile, Surroundings around, RelayLink link, String phone) {
    this.around = around;
    this.terminal = around.terminal();
    this.registration = (PhoneAndCode) profile.registration();
    this.transport = profile.sealing().transport();
    this.link = link;
    this.phone = phone;
  }

  /// Who is in, and how many records wait for him.
  record Entered(KeyPair keys, long pending) {}

  Entered enter() throws Refusal {
    var own = new OwnKey(phone, registration.keyFile(), around);
    return own.exists() ? logIn(own.open()) : register(own);
  }

  private Entered logIn(KeyPair keys) throws Refusal {
    Said said =
        link.ask(RelayRecords.LOGIN, RelayRecords.LOGIN.start().with("phone_number", phone));
    if (said.is(RelayRecords.CHALLENGE)) {
      byte[] nonce =
          transport.unwrap(said.fields().bytes("encrypted_nonce"), keys.getPrivate(), 32);
      said = link.ask(RelayRecords.PROOF, RelayRecords.PROOF.start().with("nonce", nonce));
    }
    return entered(keys, RelayLink.granted(said));
  }

  private Entered register(OwnKey own) throws Refusal {
    // Before a code is asked for that could not be sent back.
    if (registration.code() != CodeChannel.CONSOLE) serverKey();
    Fields register = RelayRecords.REGISTER.start().with("phone_number", phone);
    if (registration.keyComes() == PublicKeyComes.AFTER_THE_CODE) {
      proveNumber(link.ask(RelayRecords.REGISTER, register));
      KeyPair keys = own.create();
      return finished(own, keys, RsaKeys.pem(keys.getPublic()).getBytes(StandardCharsets.US_ASCII));
    }
    KeyPair keys = own.create();
    try {
      Said asked =
          link.ask(
              RelayRecords.REGISTER, register.with("public_key", RsaKeys.pem(keys.getPublic())));
      return entered(keys, proveNumber(asked));
    } catch (Refusal e) {
      own.discard();
      throw e;
    }
  }

  private Entered finished(OwnKey own, KeyPair keys, byte[] pem) throws Refusal {
    try {
      return entered(keys, RelayLink.granted(link.askRaw(pem)));
    } catch (Refusal e) {
      own.discard();
      throw e;
    }
  }

  private Entered entered(KeyPair keys, Fields answer) throws Refusal {
    terminal.say(Terminal.harmless(answer.text("message")));
    Object pending = answer.values().get("pending");
    return new Entered(keys, pending instanceof Long count ? count : 0);
  }

  private Fields proveNumber(Said asked) throws Refusal {
    if (!asked.is(RelayRecords.VERIFICATION)) {
      RelayLink.granted(asked);
      throw Refusal.unreachable("The server asked for no code.");
    }
    terminal.say(Terminal.harmless(asked.fields().text("message")));
    asked
        .fields()
        .maybeText("verification_code")
        .ifPresent(c -> terminal.say("Code: " + Terminal.harmless(c)));
    while (true) {
      Optional<String> code = terminal.ask("Enter the verification code: ");
      if (code.isEmpty()) throw Refusal.here("Registration ended without a code.");
      try {
        return sendCode(code.get());
      } catch (Refusal e) {
        if (e.exitCode() == 3) throw e;
        terminal.say(Terminal.harmless(e.sentence()));
        if (!OwnKey.again(terminal)) throw Refusal.refused("Registration ended: " + e.sentence());
      }
    }
  }

  private Fields sendCode(String typed) throws Refusal {
    if (registration.code() == CodeChannel.CONSOLE)
      return link.request(
          RelayRecords.CODE, RelayRecords.CODE.start().with("code", typed.isEmpty() ? " " : typed));
    byte[] digits = typed.getBytes(StandardCharsets.UTF_8);
    if (digits.length != 6) throw Refusal.usage("Invalid verification code");
    byte[] encrypted = transport.wrap(digits, serverKey(), around.random());
    return link.request(
        RelayRecords.ENCRYPTED_CODE,
        RelayRecords.ENCRYPTED_CODE.start().with("encrypted_code", encrypted));
  }

  private PublicKey serverKey() throws Refusal {
    Path file = around.folder().resolve(ServerKeys.PUBLIC);
    if (!Files.exists(file))
      throw Refusal.here(
          "The file "
              + ServerKeys.PUBLIC
              + " is not there: get it from whoever runs the server, who made it with"
              + " ./sotto classic signed keygen.");
    return KeyFiles.readPublic(file);
  }
}
