package sotto.classic.lab;

import sotto.classic.profile.Profiles;

/// `phone`: a queue of two from which the oldest falls out in silence.
final class PhoneEvict implements ProfileAttack {
  @Override
  public Lesson lesson() {
    return new Lesson(
        "phone-evict",
        Profiles.described("phone"),
        Position.USER,
        "any registered user",
        "two messages push the victim's out of the queue",
        "The queue holds two messages whoever sent them, drops the oldest, and tells neither its sender nor its recipient.");
  }

  @Override
  public Outcome attack(Columns columns, Scene scene) throws Exception {
    try (var town = new RelayTown(scene, lesson().profile())) {
      town.leaves(town.registers(RelayTown.BOB));
      Actor alice = town.registers(RelayTown.ALICE);
      Actor mallory = town.registers(RelayTown.MALLORY);
      String answer = town.says(alice, RelayTown.BOB, "Leave the house now.");
      columns.victimSends("111 to 222: Leave the house now.");
      columns.victimReceives("111 is told: " + answer);
      long since = System.nanoTime();
      for (String text : new String[] {"Good evening.", "Sleep well."}) {
        town.says(mallory, RelayTown.BOB, text);
        columns.attacker("666 sends to 222: " + text);
      }
      Actor bob = town.returns(RelayTown.BOB);
      Work work = Work.of(2, "messages", since);
      for (String text : new String[] {"Good evening.", "Sleep well."})
        if (bob.screen().contains("Message from 666: " + text))
          columns.victimReceives("222: Message from 666: " + text);
      if (bob.screen().contains("Leave the house"))
        return Outcome.stopped("222 read the message of 111", work);
      columns.victimReceives("222 reads nothing from 111, and 111 is told nothing more");
      return Outcome.broken("the message of 111 is gone, and nobody knows", work);
    }
  }
}
