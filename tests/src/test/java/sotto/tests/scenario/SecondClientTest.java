package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.tests.interop.NodeProcess;
import tools.jackson.databind.JsonNode;

/// `docs/protocol.md` is enough for another implementation: there is one, in Node, made of it
/// alone. It talks to the real server and, through it, with the real client. Skipped where Node or
/// its packages are absent.
class SecondClientTest {
  private static final List<String> PACKAGES =
      List.of(
          "ts-mls@2.0.0-rc.10",
          "ws@8.23.0",
          "@noble/hashes@2.0.1",
          "@noble/curves@2.0.1",
          "@noble/post-quantum@0.5.2");

  @TempDir Path temp;

  private static NodeProcess node() throws Exception {
    try (InputStream script = NodeProcess.class.getResourceAsStream("second-client.mjs")) {
      assertThat(script).isNotNull();
      return NodeProcess.start(PACKAGES, script);
    } catch (IOException absent) {
      return abort("the second client is left out: " + absent.getMessage());
    }
  }

  private static String enters(NodeProcess node, House house, String name) throws Exception {
    String address =
        node.ask("register", Map.of("link", house.invite(), "name", name))
            .path("address")
            .stringValue();
    assertThat(node.ask("publish", Map.of()).path("left").asInt()).isEqualTo(3);
    return address;
  }

  /// The next message in which something is said; receipts before it are passed over.
  private static JsonNode hears(NodeProcess node) throws IOException {
    while (true) {
      JsonNode heard = node.ask("hear", Map.of());
      if (heard.has("text")) {
        return heard;
      }
    }
  }

  @Tag("invariant-2")
  @Test
  void itFoundsAConversationWithUsAndCommitsInIt() throws Exception {
    try (NodeProcess node = node();
        House house = House.open(temp)) {
      Person bob = house.enters("bob");
      String carol = enters(node, house, "carol");
      String group = node.ask("found", Map.of("other", bob.address())).path("group").stringValue();
      JsonNode said = node.ask("say", Map.of("group", group, "words", "hello from Node"));
      Event.Message read = bob.reads();
      assertThat(read.text()).isEqualTo("hello from Node");
      assertThat(read.from()).isEqualTo(carol);
      assertThat(read.id().hex()).isEqualTo(said.path("id").stringValue());
      MessageId answer = bob.says(carol, "hello from Java");
      JsonNode heard = hears(node);
      assertThat(heard.path("text").stringValue()).isEqualTo("hello from Java");
      assertThat(heard.path("id").stringValue()).isEqualTo(answer.hex());
      assertThat(node.ask("heal", Map.of("group", group)).path("epoch").asInt()).isEqualTo(2);
      node.ask("say", Map.of("group", group, "words", "with fresh keys"));
      assertThat(bob.reads().text()).isEqualTo("with fresh keys");
      bob.says(carol, "seen");
      assertThat(hears(node).path("text").stringValue()).isEqualTo("seen");
      node.ask("login", Map.of());
    }
  }

  @Test
  void itIsInvitedByUs() throws Exception {
    try (NodeProcess node = node();
        House house = House.open(temp)) {
      Person bob = house.enters("bob");
      String carol = enters(node, house, "carol");
      bob.says(carol, "hello from Java");
      JsonNode heard = hears(node);
      assertThat(heard.path("text").stringValue()).isEqualTo("hello from Java");
      node.ask(
          "say", Map.of("group", heard.path("group").stringValue(), "words", "hello from Node"));
      assertThat(bob.reads().text()).isEqualTo("hello from Node");
      assertThat(bob.texts(carol)).containsExactly("hello from Java", "hello from Node");
    }
  }
}
