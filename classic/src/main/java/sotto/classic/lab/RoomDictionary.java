package sotto.classic.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sotto.classic.part.Sealed;
import sotto.classic.part.Sealing;
import sotto.classic.profile.Profiles;
import sotto.classic.record.RoomPacket;

/// `room`: the hash of the text goes along in clear.
final class RoomDictionary implements ProfileAttack {
  private static final int SAMPLE = 500_000;

  /// Ten thousand numbers in each of these sentences.
  public static Stream<String> guesses() {
    return Stream.of("The code is ", "My PIN is ", "PIN ")
        .flatMap(form ->
            IntStream.range(10_000, 20_000).mapToObj(n -> form + Integer.toString(n).substring(1)));
  }

  @Override
  public Lesson lesson() {
    return new Lesson(
        "room-dictionary",
        Profiles.described("room"),
        Position.WIRE,
        "whoever listens on the wire",
        "guesses are tested against the clear hash",
        "The SHA-256 of the text itself goes along in clear, so a text is as safe as it is hard to guess, whatever the key.");
  }

  /// The guesses of a dictionary that is already in memory.
  private static void hash(long count) {
    byte[] guess = Bytes.utf8("My PIN is 0000");
    for (long i = 0; i < count; i++) {
      guess[(int) (i & 7)]++;
      Sealing.sha256(guess);
    }
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "My PIN is 4831";
    try (var room = new ChatRoom(scene, lesson().profile())) {
      Wire wire = room.wire();
      Actor alice = room.comes("alice", wire.port());
      alice.types(text);
      columns.victimSends("Alice to the room: " + text);
      room.console.reads(text);
      Sealed sealed = RoomPacket.decode(wire.seen(Wire.Way.TO_SERVER).getLast());
      columns.attacker("sees the hash " + Bytes.shown(sealed.proof()));
      columns.victimReceives("the room: " + text);
      long since = System.nanoTime();
      long tried = 0;
      String found = "";
      for (String guess : (Iterable<String>) guesses()::iterator) {
        tried++;
        if (Arrays.equals(Sealing.sha256(Bytes.utf8(guess)), sealed.proof())) {
          found = guess;
          break;
        }
      }
      columns.attacker("after " + tried + " guesses: " + found);
      Work work = Work.of(tried, "guesses", since);
      double rate = Pace.perSecond(SAMPLE, RoomDictionary::hash);
      work =
          work.remarking(
              String.format(Locale.ROOT, "%,.0f guesses a second of one processor", rate));
      return found.equals(text)
          ? Outcome.broken("the text was found without any key", work)
          : Outcome.stopped("no guess was right", work);
    }
  }
}
