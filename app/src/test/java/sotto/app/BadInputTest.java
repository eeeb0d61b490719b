package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import sotto.client.Client;
import sotto.client.Unlock;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// What a user sees when something is wrong: one sentence, and the exit code of the contract.
class BadInputTest extends InTown {
  @Test
  void aWrongPassphraseIsOne() throws Exception {
    var right = town.file("right", "correct horse\n").toString();
    var wrong = town.file("wrong", "battery staple\n").toString();
    var registered =
        town.as("alice", "register", town.invite(), "--as", "alice", "--passphrase-file", right);
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(town.as("alice", "contacts", "--passphrase-file", right).exitCode()).isZero();
    fails(town.as("alice", "contacts", "--passphrase-file", wrong), 1, "passphrase");
    fails(
        town.as("alice", "contacts", "--passphrase-file", folder.resolve("none").toString()),
        1,
        "passphrase file");
    fails(town.as("alice", "contacts"), 2, "--passphrase-file");
  }

  @Test
  void aProfileInUseIsOne() throws Exception {
    town.settle("alice");
    try (var _ = Client.open(folder.resolve("alice"), new Unlock.KeyFile())) {
      fails(town.as("alice", "contacts"), 1, "");
    }
    assertThat(town.as("alice", "contacts").exitCode()).isZero();
  }

  @Test
  void aProfileThatIsNotThereIsOneAndASecondRegistrationToo() throws Exception {
    fails(town.as("nobody", "conversations"), 1, "register");
    town.settle("alice");
    fails(
        town.as("alice", "register", town.invite(), "--as", "alice2", "--no-passphrase"),
        1,
        "already");
  }

  @Test
  void aProfileWithoutItsUnlockFileIsOneAndNothingIsMadeOverIt() throws Exception {
    town.settle("alice");
    var unlock = folder.resolve("alice").resolve("unlock");
    byte[] whole = Files.readAllBytes(unlock);
    String link = town.link();
    for (String state : List.of("missing", "damaged")) {
      if (state.equals("missing")) {
        Files.delete(unlock);
      } else {
        Files.write(unlock, new byte[0]);
      }
      for (String command : List.of("contacts", "receive", "backup " + folder.resolve("copy"))) {
        fails(town.as("alice", command.split(" ")), 1, "whose file unlock is " + state);
      }
      fails(
          town.as("alice", "register", town.invite(), "--as", "frank", "--no-passphrase"),
          1,
          "whose file unlock is " + state);
      fails(
          town.as("alice", "register", link, "--phone", "+4915550100", "--no-passphrase"),
          1,
          "whose file unlock is " + state);
    }
    Files.write(unlock, whole);
    assertThat(town.as("alice", "contacts").exitCode()).isZero();
  }

  @Test
  void aProfileThatComesBackOpenToAllIsItsOwnersAgain() throws Exception {
    town.settle("alice");
    var profile = folder.resolve("alice");
    assumeTrue(profile.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var file = profile.resolve("unlock");
    Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(town.as("alice", "contacts").exitCode()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aServerThatDoesNotAnswerIsThreeAndTheMessageIsKept() throws Exception {
    town.settle("alice", "bob");
    town.as("alice", "send", "bob", "first");
    town.stop();
    town.hurry();
    assertThat(town.as("alice", "receive").exitCode()).isEqualTo(3);
    var kept = town.as("alice", "send", "bob", "kept while away");
    assertThat(kept.exitCode()).isEqualTo(3);
    assertThat(kept.out()).matches("[0-9a-f]{64}\n");
    var atOnce = town.as("alice", "send", "bob", "kept at once", "--no-wait");
    assertThat(atOnce.exitCode()).as(atOnce.err()).isZero();
    town.start();
    town.takeTime();
    assertThat(town.as("alice", "receive").exitCode()).isZero();
    assertThat(town.as("bob", "receive").out())
        .contains("first", "kept while away", "kept at once");
  }

  @Test
  void aServerWhoseDiskIsFullIsFourAndTheMessageIsKept() throws Exception {
    town.settle("alice", "bob");
    town.as("alice", "send", "bob", "first");
    String invite = town.invite();
    town.fillDisk();
    String text = "x".repeat(20_000);
    var kept = town.putOff("alice", "send", "bob", text);
    assertThat(kept.exitCode()).as(kept.err()).isEqualTo(4);
    assertThat(kept.err()).hasLineCount(1).contains("disk is full", "waits in the outbox");
    assertThat(kept.out()).matches("[0-9a-f]{64}\n");
    var json = town.putOff("alice", "send", "bob", text, "--json");
    assertThat(json.out())
        .startsWith("{\"event\":\"sent\",\"id\":\"")
        .contains("\"accepted\":false", "{\"event\":\"error\",\"code\":4,")
        .hasLineCount(2);
    fails(
        town.putOff("carol", "register", invite, "--as", "carol", "--no-passphrase"),
        4,
        "disk is full");
    town.freeDisk();
    assertThat(town.as("alice", "receive").exitCode()).isZero();
    assertThat(town.as("bob", "receive").out())
        .contains("first")
        .containsPattern("(?s)(x{20000}.*){2}");
  }

  @Test
  void somethingThatSpeaksNoSottoIsThree() throws Exception {
    try (var garbage = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerGarbage(garbage));
      String link =
          town.invite().replace(":" + town.port() + "/", ":" + garbage.getLocalPort() + "/");
      fails(town.as("alice", "register", link, "--as", "alice", "--no-passphrase"), 3, "");
    }
  }

  @Test
  void aServerWithAnotherKeyIsFive() throws Exception {
    town.settle("alice", "bob");
    town.stop();
    town.impostor();
    var sent = town.as("alice", "send", "bob", "hello");
    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(5);
    assertThat(sent.err()).hasLineCount(1).contains("key", "waits in the outbox");
    assertThat(sent.out()).matches("[0-9a-f]{64}\n");
    fails(town.as("alice", "receive"), 5, "key");
    town.stop();
    town.genuine();
    assertThat(town.as("alice", "receive").exitCode()).isZero();
    assertThat(town.as("bob", "receive").out()).containsOnlyOnce("hello");
  }

  @Test
  void anUnknownRecipientIsFour() throws Exception {
    town.settle("alice");
    var run = town.as("alice", "send", "nobody", "hello");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).hasLineCount(1).contains("nobody").doesNotContain("outbox");
    assertThat(run.out()).isEmpty();
    town.settle("nobody");
    assertThat(town.as("alice", "receive").exitCode()).isZero();
    assertThat(town.as("nobody", "receive").out()).as("a 4 without an id is final").isEmpty();
  }

  @Test
  void whoIsNoMemberAnyMoreIsFourAndNothingIsKept() throws Exception {
    town.settle("alice", "bob");
    assertThat(town.as("alice", "group", "create", "team", "bob").exitCode()).isZero();
    town.as("bob", "receive");
    assertThat(town.as("bob", "send", "team", "before").exitCode()).isZero();
    assertThat(town.as("alice", "group", "remove", "team", "bob").exitCode()).isZero();
    // Bob's client may have read the Commit, or the server refuses a moment earlier.
    var refused = town.as("bob", "send", "team", "after");
    fails(refused, 4, "a member");
    assertThat(refused.err()).containsAnyOf("no longer a member", "not a member of the group");
    town.as("alice", "group", "add", "team", "bob");
    town.as("bob", "receive");
    assertThat(town.as("alice", "receive").out()).contains("before").doesNotContain("after");
  }

  @Test
  void aFullQueueIsFour() throws Exception {
    town.close();
    var small =
        Policy.NORMAL
            .with(Limit.QUEUE_MESSAGES, 4)
            .with(Limit.QUEUE_SHARE_PERCENT, 100)
            .with(Limit.QUEUE_OVERFLOW, 1);
    town = Town.open(folder.resolve("small"), small);
    town.settle("alice", "bob");
    int sent = 0;
    var run = town.as("alice", "send", "bob", "text");
    while (run.exitCode() == 0 && sent < 9) {
      run = town.as("alice", "send", "bob", "text");
      sent++;
    }
    fails(run, 4, "queue of bob@localhost is full");
    fails(
        town.as("alice", "send", "bob", "once", "--id", "7"), 4, "queue of bob@localhost is full");
    fails(
        town.as("alice", "send", "bob", "once", "--id", "7"), 4, "queue of bob@localhost is full");
    assertThat(town.as("alice", "history", "bob").out()).containsPattern("once ✗ The queue");
    assertThat(town.as("bob", "receive").out()).doesNotContain("once");
    // What nobody got may be sent again under its id, and then no more.
    var again = town.as("alice", "send", "bob", "once", "--id", "7");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(town.as("alice", "send", "bob", "once", "--id", "7").out()).isEqualTo(again.out());
    assertThat(town.as("bob", "receive").out()).containsOnlyOnce("once");
  }

  @Test
  void aServersSettingsThatCannotBeMeantAreTwoAndMakeNoFolder() {
    String[][] wishes = {
      {"--name", "bad name"},
      {"--name", "x@y"},
      {"--public", "a b"},
      {"--public", "example.org:0"},
      {"--public", "example.org:http"},
      {"--register", "invite"},
      {"--code-command", "/no/such/program --to"},
      {"--code-command", " "}
    };
    for (String[] wish : wishes) {
      Path data = folder.resolve("unborn");
      fails(CommandRun.of("serve", "--data", data.toString(), wish[0], wish[1]), 2, wish[0]);
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void aNumberIsRegisteredByACodeOnlyAndAFailureLeavesNoFolder() throws Exception {
    fails(
        town.as("alice", "register", town.invite(), "--as", "+4915550100", "--no-passphrase"),
        2,
        "--phone");
    town.settle("bob");
    fails(town.as("alice", "register", town.invite(), "--as", "bob", "--no-passphrase"), 4, "");
    assertThat(folder.resolve("alice")).doesNotExist();
  }

  @Test
  void aNameThatIsTakenIsFourAndSoIsAnInviteThatIsUsed() throws Exception {
    String invite = town.invite();
    assertThat(town.as("alice", "register", invite, "--as", "alice", "--no-passphrase").exitCode())
        .isZero();
    fails(
        town.as("other", "register", town.invite(), "--as", "alice", "--no-passphrase"), 4, "name");
    fails(town.as("third", "register", invite, "--as", "carol", "--no-passphrase"), 4, "invite");
  }

  @Test
  void anAddressThatItsOperatorReleasedIsASecurityStopForItsContacts() throws Exception {
    town.settle("alice", "bob");
    town.as("alice", "send", "bob", "for the first bob");
    String data = folder.resolve("server").toString();
    fails(CommandRun.of("release", "nobody", "--data", data), 4, "nobody@localhost");
    fails(CommandRun.of("release", "no body", "--data", data), 2, "");
    assertThat(CommandRun.of("release", "bob", "--data", data, "--json").out())
        .isEqualTo("{\"event\":\"released\",\"address\":\"bob@localhost\"}\n");
    fails(town.as("bob", "receive"), 4, "released");
    fails(town.as("other", "send", "bob", "x"), 1, "");
    assertThat(
            town.as("other", "register", town.invite(), "--as", "bob", "--no-passphrase")
                .exitCode())
        .isZero();
    assertThat(town.as("other", "receive").out()).doesNotContain("first bob");
    var sent = town.as("alice", "send", "bob", "for whom?");
    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(4);
    assertThat(sent.err()).contains("Nobody got this");
    fails(town.as("alice", "send", "bob", "for whom?", "--id", "again"), 5, "bob@localhost");
    assertThat(town.as("other", "receive").out()).doesNotContain("for whom?");
    assertThat(town.as("alice", "trust", "bob").exitCode()).isZero();
    assertThat(town.as("alice", "receive", "--json").out())
        .as("a key that was trusted meanwhile")
        .doesNotContain("identity-changed");
    var trusted = town.as("alice", "send", "bob", "for the second bob");
    assertThat(trusted.exitCode()).as(trusted.err()).isZero();
    assertThat(town.as("other", "receive").out()).contains("for the second bob");
  }

  @Test
  void aStopThatALaterCommandMeetsAtTheOutboxIsFiveOnceItsWorkIsDone() throws Exception {
    town.settle("alice", "bob", "carol");
    town.as("alice", "send", "bob", "for the first bob");
    String data = folder.resolve("server").toString();
    CommandRun.of("release", "bob", "--data", data);
    town.as("other", "register", town.invite(), "--as", "bob", "--no-passphrase");
    assertThat(town.as("alice", "send", "bob", "and now?", "--no-wait").exitCode()).isZero();
    town.as("carol", "send", "alice", "hello");
    var run = town.as("alice", "receive");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(5);
    assertThat(run.err()).hasLineCount(1).contains("not sent to bob@localhost: ");
    assertThat(run.out()).contains("hello");
    var after = town.as("alice", "receive");
    assertThat(after.exitCode()).as(after.err()).isZero();
    assertThat(town.as("other", "receive").out()).doesNotContain("and now?");
  }

  @Test
  void aMalformedInviteIsTwo() {
    for (String link :
        new String[] {
          "x",
          "https://example.org",
          "sotto://h:1/",
          "sotto://h:1/#x",
          "sotto://h:99999/#a.b",
          "sotto:///#"
        }) {
      fails(town.as("alice", "register", link, "--as", "alice", "--no-passphrase"), 2, "");
    }
  }

  @Test
  void codesAreSixDigitsFiveTriesAndEachFailureHasItsSentence() throws Exception {
    String link = town.link();
    var pending = town.as("bob", "register", link, "--phone", "+15550100", "--no-passphrase");
    assertThat(pending.exitCode()).as(pending.err()).isZero();
    String code = town.code();
    String wrong = code.equals("000000") ? "000001" : "000000";
    for (int tries = 0; tries < 5; tries++) {
      fails(town.as("bob", "verify", wrong), 4, "");
    }
    var sixth = town.as("bob", "verify", code);
    assertThat(sixth.exitCode()).as(sixth.err()).isEqualTo(4);
  }

  @Test
  void aProfileWhoseCodeWasTriedTooOftenAsksForAnother() throws Exception {
    String[] register = {"register", town.link(), "--phone", "+15550100", "--no-passphrase"};
    town.as("bob", register);
    String wrong = town.code().equals("000000") ? "000001" : "000000";
    for (int tries = 0; tries < 6; tries++) {
      town.as("bob", "verify", wrong);
    }
    var again = town.as("bob", register);
    assertThat(again.exitCode()).as(again.err()).isZero();
    var done = town.as("bob", "verify", town.code());
    assertThat(done.exitCode()).as(done.err()).isZero();
    fails(town.as("bob", register), 1, "+15550100@localhost is already registered here");
  }

  @Test
  void aTelephoneNumberBeginsWithPlus() throws Exception {
    fails(town.as("bob", "register", town.link(), "--phone", "bob", "--no-passphrase"), 2, "+");
  }

  @Test
  void aConversationOfManyIsNeverCalledLikeAnAddress() throws Exception {
    town.settle("alice", "bob", "carol");
    fails(town.as("alice", "group", "create", "bob@localhost", "carol"), 2, "no @");
    assertThat(town.as("alice", "group", "create", "team", "carol").exitCode()).isZero();
    fails(town.as("alice", "group", "rename", "team", "bob@localhost"), 2, "no @");
    assertThat(town.as("alice", "group", "add", "team", "carol").out())
        .isEqualTo("nothing changes in team\n");
  }

  @Test
  void escapesAndOverridesInAConversationsNameAreTwo() throws Exception {
    town.settle("alice", "bob");
    assertThat(town.as("alice", "group", "create", "Grüße 👩‍🚀", "bob").exitCode()).isZero();
    for (String name : new String[] {"a\u001b[2Jb", "a\u202eb", "a\nb", "a\u0000", "a\u2066b"}) {
      fails(town.as("alice", "group", "create", name, "bob"), 2, "control");
      fails(town.as("alice", "group", "rename", "Grüße 👩‍🚀", name), 2, "control");
    }
  }

  @Test
  void aNameWithoutAnInviteIsRegisteredByACodeToo() throws Exception {
    var pending =
        town.as("bob", "register", town.link(), "--as", "bob", "--no-passphrase", "--json");
    assertThat(pending.exitCode()).as(pending.err()).isZero();
    assertThat(pending.out()).isEqualTo("{\"event\":\"pending\",\"address\":\"bob@localhost\"}\n");
    fails(town.as("bob", "contacts"), 1, "verify");
    assertThat(town.as("bob", "verify", town.code(), "--json").out())
        .isEqualTo("{\"event\":\"registered\",\"address\":\"bob@localhost\"}\n");
    fails(town.as("other", "register", town.invite(), "--as", "bob", "--no-passphrase"), 4, "name");
  }

  @Test
  void aRegistrationByCodeEndsInAnAccount() throws Exception {
    town.as("bob", "register", town.link(), "--phone", "+15550100", "--no-passphrase");
    var done = town.as("bob", "verify", town.code(), "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .isEqualTo("{\"event\":\"registered\",\"address\":\"+15550100@localhost\"}\n");
  }

  @Test
  void escapesAndOverridesInAMessageDoNotReachTheTerminal() throws Exception {
    town.settle("alice", "bob");
    String hostile = "a\u001b]0;owned\u0007\u001b[2J\u202eb\u009b31m\rc";
    var sent = town.as("alice", "send", "bob", hostile);
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    var received = town.as("bob", "receive");
    assertThat(received.out())
        .contains("owned")
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b", "\r");
    var history = town.as("bob", "history", "alice");
    assertThat(history.out())
        .contains("owned")
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b", "\r");
    assertThat(town.as("bob", "history", "alice", "--json").out()).contains("\\u001B[2J\\u202Eb");
  }

  private static void fails(CommandRun run, int code, String word) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
    assertThat(run.err())
        .startsWith("sotto: ")
        .hasLineCount(1)
        .contains(word)
        .doesNotContain("Exception", "\tat ");
    assertThat(run.out()).isEmpty();
  }

  private static void answerGarbage(ServerSocket garbage) {
    try {
      while (true) {
        try (var one = garbage.accept()) {
          one.getOutputStream()
              .write("220 mail.example.org ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
          one.getOutputStream().flush();
          var _ = one.getInputStream().read(new byte[1024]);
        }
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }
}
