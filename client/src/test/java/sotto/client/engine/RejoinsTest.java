package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;

/// Rules 20: who lost a group's state is let in again, once a day by itself.
class RejoinsTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Tag("rule-20")
  @Test
  void theSecondRejoinOfADayWaitsForAHuman() throws Exception {
    talking();
    Map<Table, Map<String, byte[]>> old = bob.snapshot();
    losesHisState(old);
    server.run(alice, bob);
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    bob.says("alice", "here again");
    server.run(alice, bob);
    losesHisState(old);
    server.run(alice, bob);
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    assertThat(alice.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("run trust bob@localhost"));
    alice.ask(new Command.Trust(bob.address()));
    pass();
    assertThat(alice.told(Event.Rejoined.class)).hasSize(2);
  }

  @Tag("rule-20")
  @Test
  void aRequestThatWaitsSurvivesARestart() throws Exception {
    talking();
    Map<Table, Map<String, byte[]>> old = bob.snapshot();
    alice.disconnect();
    losesHisState(old);
    server.run(bob);
    // Alice takes the request in, and is killed before its Commit leaves.
    server.mute = true;
    server.comes(alice);
    server.mute = false;
    alice.disconnect();
    server.comes(alice);
    alice.restart();
    server.comes(alice);
    pass();
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    bob.says("alice", "after the rejoin");
    server.run(alice, bob);
    assertThat(alice.texts()).contains("after the rejoin");
  }

  private void losesHisState(Map<Table, Map<String, byte[]>> old) throws Exception {
    bob.says("alice", "raises the number");
    server.run(bob);
    bob.disconnect();
    bob.restore(old);
    server.comes(bob);
  }

  private void pass() {
    server.run(alice, bob);
    alice.until(alice.now.plusSeconds(40));
    bob.until(bob.now.plusSeconds(40));
    server.run(alice, bob);
  }

  private void talking() throws Exception {
    alice.says("bob", "one");
    server.run(alice, bob);
    bob.says("alice", "two");
    server.run(alice, bob);
  }
}
