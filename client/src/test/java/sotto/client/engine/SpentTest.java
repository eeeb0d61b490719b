package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.protocol.frame.Delivery;

/// What is remembered so that nothing counts twice does not grow forever, and is not forgotten too
/// soon.
class SpentTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  @Tag("rule-11")
  void whatCannotComeAgainIsForgotten() throws Exception {
    talk("first");
    int size = bob.rows(Table.SPENT).size();
    for (int week = 0; week < 30; week++) {
      pass(Duration.ofDays(7));
      talk("week " + week);
    }
    int later = bob.rows(Table.SPENT).size();
    for (int week = 30; week < 60; week++) {
      pass(Duration.ofDays(7));
      talk("week " + week);
    }
    assertThat(bob.rows(Table.SPENT)).hasSizeBetween(size, later + 20);
    assertThat(bob.texts()).hasSize(61);
  }

  @Test
  @Tag("rule-11")
  void aMessageIsKnownForAsLongAsAQueueMayHoldIt() throws Exception {
    alice.says("bob", "once");
    server.run(alice);
    Delivery delivery = List.copyOf(server.queue(Views.who(bob.state))).getLast();
    server.run(alice, bob);
    pass(Duration.ofDays(30));
    server
        .queue(Views.who(bob.state))
        .add(new Delivery(9000, 1, delivery.group(), delivery.at(), delivery.body()));
    server.run(bob);
    assertThat(bob.told(Event.Unreadable.class)).isEmpty();
    assertThat(bob.texts()).containsOnlyOnce("once");
  }

  /// Attack L14: neither our clock nor the server's alone makes this client forget.
  @Test
  void aClockThatJumpsMakesNobodyForget() throws Exception {
    talk("first");
    long before = facts();
    bob.disconnect();
    bob.now = bob.now.plus(Duration.ofDays(3650));
    server.clockOffset = Duration.ofDays(-3650);
    server.comes(bob);
    assertThat(facts()).isGreaterThanOrEqualTo(before);
    bob.disconnect();
    bob.now = bob.now.minus(Duration.ofDays(3650));
    server.clockOffset = Duration.ofDays(3650);
    server.comes(bob);
    assertThat(facts()).isGreaterThanOrEqualTo(before);
  }

  private long facts() {
    return bob.rows(Table.SPENT).keySet().stream()
        .filter(key -> key.startsWith("got ") || key.startsWith("kp "))
        .count();
  }

  private void talk(String text) throws Exception {
    alice.says("bob", text);
    server.run(alice, bob);
    pass(Duration.ofSeconds(10));
  }

  private void pass(Duration time) {
    Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(time)));
    if (time.toDays() > 0) {
      Stream.of(alice, bob).forEach(Puppet::disconnect);
      Stream.of(alice, bob).forEach(server::comes);
    }
    server.run(alice, bob);
  }
}
