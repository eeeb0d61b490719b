package sotto.classic.lab;

import java.time.Duration;
import java.util.Optional;
import sotto.classic.net.Connection;
import sotto.classic.net.Framing;
import sotto.classic.profile.Profiles;
import sotto.classic.record.RelayRecords;

/// `signed` as published: whoever names a number is its owner.
final class SignedDrain implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "signed-drain",
        Profiles.published("signed"),
        Position.USER,
        "anybody who can reach the server",
        "login as any number, and the victim's queue is emptied",
        "Logging in is naming a number: nothing proves that the number is one's own, and what was handed out once is"
            + " deleted.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    String text = "The train leaves at six.";
    try (var town = new RelayTown(scene, lesson().profile())) {
      town.leaves(town.registers(RelayTown.BOB));
      Actor alice = town.registers(RelayTown.ALICE);
      town.exchangeKeys(RelayTown.ALICE, RelayTown.BOB);
      String answer = town.says(alice, RelayTown.BOB, text);
      columns.victimSends("111 to 222: " + text);
      columns.victimReceives("111 is told: " + answer);
      long since = System.nanoTime();
      int drained = drain(columns, town);
      Actor bob = town.returns(RelayTown.BOB);
      Work work = Work.of(drained, "message taken with one record", since);
      if (bob.screen().contains("Message from 111"))
        return Outcome.stopped("222 still got the message", work);
      columns.victimReceives("222 logs in and nothing waits");
      return Outcome.broken("the queue of 222 was emptied by somebody else", work);
    }
  }

  private static int drain(Columns columns, RelayTown town) throws Exception {
    int drained = 0;
    try (Connection line =
        Connection.to(
            "127.0.0.1", town.server.port(), Framing.OBJECTS, Duration.ofSeconds(5), _ -> {})) {
      line.timeout(Duration.ofSeconds(20));
      byte[] login =
          RelayRecords.LOGIN.encode(RelayRecords.LOGIN.start().with("phone_number", RelayTown.BOB));
      line.send(login);
      columns.attacker("connects and says " + Bytes.text(login));
      Optional<byte[]> answer = line.receive();
      columns.attacker("is answered " + Bytes.text(answer.orElseThrow()));
      Optional<byte[]> record = line.receive();
      columns.attacker(
          "is given a waiting message: "
              + Bytes.shown(
                  town.sealed(town.message(record.orElseThrow()).orElseThrow()).ciphertext()));
      drained++;
    }
    return drained;
  }
}
