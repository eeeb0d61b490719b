package sotto.classic.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes `docs/classic.md`: for every claim of the five documents the test that proves it, and its
/// state.
public final class ClaimsPage {
  private static final String HEAD =
      """
      # The five original systems, claim by claim

      Sotto grew from five documents. Each of the five systems runs in module `classic` as its document describes it; with
      `--as-published` it behaves as the code that was published with the document. Where the two differ, the document wins, in the
      strongest reading that keeps the algorithms it names: RSA-2048 with OAEP (SHA-256) and PSS, encrypt-then-MAC under split keys,
      random IVs. `--as-published` takes OAEP with SHA-1, PKCS #1 v1.5 and textbook signatures, DES in ECB, PBKDF2 with SHA-1, as the code
      does. For `phone` no published code was found: there it is the variant that checks the HMAC after the padding.

      Decided here, because the documents are silent: `phone` listens on 12001; its HMAC key is the second half of the session key, over IV
      and ciphertext; its code appears on the server's console; whoever returns proves his key by decrypting a nonce; when the
      message that is dropped carried the session key, the next of the same sender takes it over. `signed` sends the IV
      before the ciphertext in `encrypted_content`. `room` finds the end of a packet by its 64 hexadecimal digits. `challenge` signs the PEM
      text of a key; a client sends a heartbeat every ten seconds, and thirty silent seconds end a session. `folder` keeps private keys
      in plain PEM files that only their owner can read.

      This page is written by `./sotto docs` from the results of the tests. *tested*: the test passed. *stated*: not a behaviour; the file
      says it. *open*: Sotto does not have it, or not all of it: there is no test, and it is not counted. *fails*: the test did not pass, or was
      skipped.

      """;

  private final Path root;
  private final Map<String, Note> notes;
  private final TreeMap<String, Boolean> tests;
  private final TreeMap<String, Integer> count = new TreeMap<>();

  private ClaimsPage(Path root, Map<String, Note> notes, Evidence evidence) {
    this.root = root;
    this.notes = notes;
    this.tests = evidence.tests();
  }

  /// `./sotto docs`. The root is the project's folder; the list of claims lies beside it.
  public static int run(Path root, Path claims, PrintStream out, PrintStream err) {
    try {
      Evidence evidence = Evidence.ofReports(root);
      if (!Files.exists(claims) || evidence.tests().isEmpty()) {
        err.println(
            "There is no list of claims beside the project, or no test has run: ./sotto test comes first.");
        return 1;
      }
      Files.createDirectories(root.resolve("docs"));
      Files.writeString(root.resolve("docs/classic.md"), render(root, claims, evidence));
      out.println("Wrote docs/classic.md.");
      return 0;
    } catch (IOException e) {
      err.println("docs/classic.md cannot be written: is the disk full, or the folder not yours?");
      return 1;
    }
  }

  public static String render(Path root, Path claims, Evidence evidence) throws IOException {
    return new ClaimsPage(root, Note.readAll(), evidence).page(Claim.readAll(claims));
  }

  private String page(List<Claim> claims) throws IOException {
    var table = new StringBuilder("| id | claim | test | state |\n|---|---|---|---|\n");
    for (Claim claim : claims) {
      Row row = row(claim);
      count.merge(row.state(), 1, Integer::sum);
      table.append(
          "| %s | %s | %s | %s |\n".formatted(claim.id(), claim.text(), row.proof(), row.state()));
    }
    var sums = new StringBuilder();
    count.forEach(
        (state, number) -> sums.append(sums.isEmpty() ? "" : ", ").append(number + " " + state));
    return HEAD + claims.size() + " claims: " + sums + ".\n\n" + table;
  }

  private record Row(String proof, String state) {}

  private Row row(Claim claim) throws IOException {
    var mine = tests.subMap(claim.prefix(), claim.prefix() + Character.MAX_VALUE);
    if (!mine.isEmpty()) {
      String names =
          String.join("<br>", mine.keySet().stream().map(name -> "`" + name + "`").toList());
      return new Row(names, mine.containsValue(false) ? "fails" : "tested");
    }
    Optional<Note> note = Optional.ofNullable(notes.get(claim.id()));
    if (note.isEmpty()) return new Row("", "open");
    if (!note.get().stated()) return new Row("Sotto is to have: " + note.get().where(), "open");
    return new Row(
        "`" + note.get().file() + "`: " + note.get().where(),
        note.get().holds(root) ? "stated" : "open");
  }
}
