package sotto.classic.lab;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;

/// `phone` in the variant that looks at the HMAC after the padding: the recipient answers questions
/// about the text.
final class PhonePaddingOracle implements ProfileAttack {
  private static final int BLOCK = 16;
  private static final String TEXT = "PIN 4831";

  @Override
  public Lesson lesson() {
    return new Lesson(
        "phone-padding-oracle",
        Profiles.published("phone"),
        Position.WIRE,
        "whoever is on the recipient's wire",
        "a text is read by asking the recipient whether paddings are right",
        "The padding is looked at before the HMAC and the two failures have different answers, so the recipient decrypts for"
            + " whoever asks often enough.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    try (var town = new RelayTown(scene, lesson().profile())) {
      Wire wire = town.wire();
      Actor bob = town.registers(RelayTown.BOB, wire.port());
      Actor alice = town.registers(RelayTown.ALICE);
      town.says(alice, RelayTown.BOB, "Hello");
      bob.reads("Message from 111: Hello");
      town.says(alice, RelayTown.BOB, TEXT);
      columns.victimSends("111 to 222: " + TEXT);
      bob.reads("Message from 111: " + TEXT);
      Fields message = town.message(wire.seen(Wire.Way.TO_CLIENT).getLast()).orElseThrow();
      Sealed sealed = town.sealed(message);
      columns.attacker(
          "records iv "
              + Bytes.shown(sealed.iv())
              + ", ciphertext "
              + Bytes.shown(sealed.ciphertext()));
      long since = System.nanoTime();
      var oracle = new Oracle(town, wire, message, sealed);
      byte[] text = oracle.ask();
      columns.attacker(
          "sends "
              + oracle.questions
              + " altered copies, swallows the answers \"rejected\", and has read: "
              + Bytes.text(text));
      columns.victimReceives(
          "222: \""
              + oracle.questions
              + " messages from 111 were rejected\", by two different sentences");
      Work work = Work.of(oracle.questions, "questions", since);
      return Bytes.text(text).equals(TEXT)
          ? Outcome.broken("the text was read without any key", work)
          : Outcome.stopped("the answers told nothing", work);
    }
  }

  /// Asks the recipient, byte for byte from the last.
  private static final class Oracle {
    private final RelayTown town;
    private final Wire wire;
    private final Fields message;
    private final Sealed sealed;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private long questions;

    Oracle(RelayTown town, Wire wire, Fields message, Sealed sealed) {
      this.town = town;
      this.wire = wire;
      this.message = message;
      this.sealed = sealed;
      wire.through((way, record) -> {
        var said = town.profile.vocabulary().read(record);
        if (way == Wire.Way.TO_CLIENT || !said.is(RelayRecords.REJECTED)) return List.of(record);
        answers.add(said.fields().text("reason"));
        return List.of();
      });
    }

    byte[] ask() throws Exception {
      byte[] block = Arrays.copyOf(sealed.ciphertext(), BLOCK);
      byte[] inner = new byte[BLOCK];
      for (int at = BLOCK - 1; at >= 0; at--) inner[at] = innerByte(block, inner, at);
      byte[] text = new byte[BLOCK];
      for (int i = 0; i < BLOCK; i++) text[i] = (byte) (inner[i] ^ sealed.iv()[i]);
      int padding = text[BLOCK - 1];
      return Arrays.copyOf(text, Math.clamp(BLOCK - padding, 0, BLOCK));
    }

    private byte innerByte(byte[] block, byte[] inner, int at) throws Exception {
      byte padding = (byte) (BLOCK - at);
      byte[] iv = new byte[BLOCK];
      for (int i = at + 1; i < BLOCK; i++) iv[i] = (byte) (inner[i] ^ padding);
      for (int guess = 0; guess < 256; guess++) {
        iv[at] = (byte) guess;
        if (isPadded(iv, block) && (at > 0 ? stays(iv, block, at) : true))
          return (byte) (guess ^ padding);
      }
      throw new IllegalStateException("No byte gave a right padding.");
    }

    /// That the padding is right because of this byte, and not of a longer one by chance.
    private boolean stays(byte[] iv, byte[] block, int at) throws Exception {
      byte[] other = iv.clone();
      other[at - 1] ^= 1;
      return isPadded(other, block);
    }

    private boolean isPadded(byte[] iv, byte[] block) throws Exception {
      questions++;
      wire.inject(town.record(message, new Sealed(new byte[0], iv, block, sealed.proof())));
      String answer = answers.poll(30, TimeUnit.SECONDS);
      if (answer == null) throw new IllegalStateException("The recipient does not answer.");
      return !answer.startsWith("The padding");
    }
  }
}
