package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.Event.ReceiptKind;
import sotto.client.MessageId;
import sotto.client.Unlock;
import sotto.server.Registration;

/// Issue 2, the main job: two people talk, end to end.
class TwoPeopleTest {
  @TempDir Path temp;

  @Test
  void twoPeopleRegisterByInviteAndTalk() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      MessageId hello = alice.says("bob", "hello bob");
      Event.Message read = bob.reads();
      assertThat(read.text()).isEqualTo("hello bob");
      assertThat(read.id()).isEqualTo(hello);
      assertThat(read.from()).isEqualTo(alice.address());
      bob.says("alice", "hello alice");
      assertThat(alice.reads().text()).isEqualTo("hello alice");
      assertThat(alice.texts("bob")).containsExactly("hello bob", "hello alice");
      assertThat(bob.texts("alice")).containsExactly("hello bob", "hello alice");
    }
  }

  @Test
  void aClosedClientSaysSoInsteadOfKeepingOneWaiting() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      house.leaves(alice);
      assertThatThrownBy(() -> alice.client().conversations())
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void messageSentWhileBobIsAwayArrivesOnceWhenHeReturns() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "one");
      bob.reads();
      house.leaves(bob);
      alice.says("bob", "two");
      alice.says("bob", "three");
      Person back = house.comes("bob");
      assertThat(back.reads().text()).isEqualTo("two");
      assertThat(back.reads().text()).isEqualTo("three");
      back.client().catchUp(House.PATIENCE);
      house.leaves(back);
      Person again = house.comes("bob");
      again.client().catchUp(House.PATIENCE);
      assertThat(again.texts("alice")).containsExactly("one", "two", "three");
    }
  }

  @Test
  void receiptsComeOnceTheContactIsAccepted() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      MessageId first = alice.says("bob", "are you there?");
      bob.sees(Event.Request.class, _ -> true);
      bob.reads();
      bob.client().accept(alice.address());
      alice.sees(
          Event.Receipt.class, r -> r.of().equals(first) && r.kind() == ReceiptKind.DELIVERED);
      alice.sees(Event.Receipt.class, r -> r.of().equals(first) && r.kind() == ReceiptKind.READ);
    }
  }

  @Test
  void aClientAndTheServerMayRestart() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "before");
      bob.reads();
      house.stopServer();
      var waiting = alice.client().send("bob", "written offline", Optional.empty());
      house.startServer();
      alice.client().awaitAccepted(waiting.id(), House.PATIENCE);
      assertThat(bob.reads().text()).isEqualTo("written offline");
      house.leaves(alice);
      Person back = house.comes("alice");
      back.says("bob", "after");
      assertThat(bob.reads().text()).isEqualTo("after");
    }
  }

  @Test
  void bobRegistersWithACode() throws Exception {
    try (House house = House.open(temp, Registration.CODE)) {
      Path profile = house.profile("phone");
      Unlock unlock = new Unlock.KeyFile();
      assertThat(Client.requestCode(profile, unlock, house.link(), "+15550100").address())
          .isEqualTo("+15550100@localhost");
      String code = house.codes.take();
      String wrong = code.equals("000000") ? "000001" : "000000";
      assertThatThrownBy(() -> Client.verify(profile, unlock, wrong))
          .isInstanceOf(ClientException.Refused.class);
      assertThatThrownBy(() -> Client.open(profile, unlock))
          .isInstanceOf(ClientException.Local.class);
      Person bob = house.entered("phone", Client.verify(profile, unlock, code));
      Person alice = house.register("alice");
      alice.says("+15550100", "by telephone");
      assertThat(bob.reads().text()).isEqualTo("by telephone");
    }
  }

  @Test
  void nobodyByThatNameIsARefusal() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      var sent = alice.client().send("nobody", "hello?", Optional.empty());
      assertThatThrownBy(() -> alice.client().awaitAccepted(sent.id(), Duration.ofSeconds(10)))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("nobody@");
    }
  }

  @Test
  void aRetryUnderTheSameIdIsSentOnce() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      MessageId mine = MessageId.ofChoice("alert 42");
      for (int i = 0; i < 3; i++) {
        var sent = alice.client().send("bob", "disk full", Optional.of(mine));
        assertThat(sent.id()).isEqualTo(mine);
        alice.client().awaitAccepted(mine, House.PATIENCE);
      }
      assertThat(bob.reads().id()).isEqualTo(mine);
      alice.says("bob", "end");
      assertThat(bob.reads().text()).isEqualTo("end");
    }
  }
}
