package sotto.tests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// npm's `ts-mls` in a Node process, which has more suites than RFC 9420's, but not ours.
public final class TsLibrary implements Library {
  /// `ts-mls` imports the hashes without listing them, and the curves to sign with NIST's.
  private static final List<String> PACKAGES =
      List.of("ts-mls@2.0.0-rc.10", "@noble/hashes@2.0.1", "@noble/curves@2.0.1");

  private static final int LAST_SUITE = 7;

  private final NodeProcess node;

  private TsLibrary(NodeProcess node) {
    this.node = node;
  }

  /// Empty, with a sentence, where Node or the package is absent.
  public static Optional<Library> start(Consumer<String> sentence) {
    try (InputStream script = TsLibrary.class.getResourceAsStream("ts-mls.mjs")) {
      if (script == null) {
        throw new IOException("its driver is missing");
      }
      return Optional.of(new TsLibrary(NodeProcess.start(PACKAGES, script)));
    } catch (IOException absent) {
      sentence.accept("ts-mls is left out: " + absent.getMessage());
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// A request that takes longer ends the Node process.
  public void waitAtMost(Duration time) {
    node.waitAtMost(time);
  }

  /// Begins anew in a fresh Node process: its members and candidates are gone.
  public void restart() throws IOException {
    node.restart();
  }

  @Override
  public String name() {
    return "ts-mls";
  }

  @Override
  public boolean hasSuite(int suite) {
    return suite >= 1 && suite <= LAST_SUITE;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(JsonNode answer, String field) throws IOException {
    JsonNode value = answer.get(field);
    if (value == null || !value.isString()) {
      throw new IOException("ts-mls answered without " + field);
    }
    return Base64.getDecoder().decode(value.stringValue());
  }

  private static Map<String, String> psks(Map<String, byte[]> psks) {
    return psks.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> text(HexFormat.of().parseHex(entry.getKey())),
                entry -> text(entry.getValue())));
  }

  private static int handle(JsonNode answer) {
    return answer.path("handle").asInt();
  }

  @Override
  public Candidate candidate(int suite, String identity, Map<String, byte[]> psks)
      throws IOException {
    JsonNode answer =
        node.ask("candidate", Map.of("suite", suite, "identity", identity, "psks", psks(psks)));
    return new TsCandidate(handle(answer), bytes(answer, "keyPackage"));
  }

  @Override
  public Member founder(int suite, String identity, byte[] groupId, Map<String, byte[]> psks)
      throws IOException {
    Map<String, Object> request =
        Map.of("suite", suite, "identity", identity, "groupId", text(groupId), "psks", psks(psks));
    return new TsMember(handle(node.ask("founder", request)));
  }

  @Override
  public void close() {
    node.close();
  }

  private final class TsCandidate implements Candidate {
    private final int handle;
    private final byte[] keyPackage;

    TsCandidate(int handle, byte[] keyPackage) {
      this.handle = handle;
      this.keyPackage = keyPackage;
    }

    @Override
    public byte[] keyPackage() {
      return keyPackage.clone();
    }

    @Override
    public Member join(byte[] welcome) throws IOException {
      return new TsMember(
          TsLibrary.handle(node.ask("join", Map.of("handle", handle, "welcome", text(welcome)))));
    }
  }

  private final class TsMember implements Member {
    private final int handle;

    TsMember(int handle) {
      this.handle = handle;
    }

    private JsonNode ask(String operation, String field, byte[] value) throws IOException {
      return node.ask(operation, Map.of("handle", handle, field, text(value)));
    }

    @Override
    public String library() {
      return name();
    }

    @Override
    public byte[] protect(byte[] content) throws IOException {
      return bytes(ask("protect", "content", content), "message");
    }

    @Override
    public byte[] unprotect(byte[] message) throws IOException {
      return bytes(ask("unprotect", "message", message), "content");
    }

    @Override
    public byte[] propose(Wish wish, Form form) throws IOException {
      Map<String, Object> asked =
          switch (wish) {
            case Wish.Add add -> Map.of("kind", "add", "keyPackage", text(add.keyPackage()));
            case Wish.Update _ -> Map.of("kind", "update");
            case Wish.Remove remove -> Map.of("kind", "remove", "leaf", remove.leaf());
            case Wish.Psk psk ->
                Map.of("kind", "psk", "id", text(HexFormat.of().parseHex(psk.id())));
          };
      Map<String, Object> request =
          Map.of("handle", handle, "wish", asked, "open", form == Form.PUBLIC);
      return bytes(node.ask("propose", request), "proposal");
    }

    @Override
    public void hear(byte[] proposal) throws IOException {
      ask("hear", "proposal", proposal);
    }

    @Override
    public Change commit(Request request) throws IOException {
      List<String> added = request.added().stream().map(TsLibrary::text).toList();
      List<String> psks =
          request.psks().stream().map(id -> text(HexFormat.of().parseHex(id))).toList();
      JsonNode answer =
          node.ask(
              "commit",
              Map.of(
                  "handle", handle,
                  "added", added,
                  "removed", request.removed(),
                  "psks", psks,
                  "open", request.form() == Form.PUBLIC));
      Optional<byte[]> welcome =
          answer.path("welcome").isString()
              ? Optional.of(bytes(answer, "welcome"))
              : Optional.empty();
      return new TsChange(TsLibrary.handle(answer), bytes(answer, "commit"), welcome);
    }

    @Override
    public void examine(byte[] commit) throws IOException {
      ask("examine", "commit", commit);
    }

    @Override
    public void process(byte[] commit) throws IOException {
      ask("process", "commit", commit);
    }

    @Override
    public int leaf() throws IOException {
      return node.ask("leaf", Map.of("handle", handle)).path("leaf").asInt();
    }

    @Override
    public byte[] authenticator() throws IOException {
      return bytes(node.ask("authenticator", Map.of("handle", handle)), "authenticator");
    }

    @Override
    public Optional<byte[]> state() throws IOException {
      return Optional.of(bytes(node.ask("state", Map.of("handle", handle)), "state"));
    }
  }

  private final class TsChange implements Change {
    private final int handle;
    private final byte[] commit;
    private final Optional<byte[]> welcome;

    TsChange(int handle, byte[] commit, Optional<byte[]> welcome) {
      this.handle = handle;
      this.commit = commit;
      this.welcome = welcome;
    }

    @Override
    public byte[] commit() {
      return commit.clone();
    }

    @Override
    public Optional<byte[]> welcome() {
      return welcome;
    }

    @Override
    public void adopt() throws IOException {
      node.ask("adopt", Map.of("handle", handle));
    }
  }
}
