package sotto.client.engine;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import sotto.client.MessageId;
import sotto.mls.group.Padding;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.MimiUri;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.wire.Bytes;

/// What a member may put inside a message that no honest client would.
final class Words {
  private static final Random SALT = new Random(7);

  private Words() {}

  /// Sends content of one's own making through the usual way.
  static void says(Puppet puppet, String talk, byte[] framing) {
    puppet.cheats(turn ->
        turn.outgoing(n ->
            new Outgoing(
                n,
                talk,
                new Outgoing.Body.Content("", framing, "", 0, List.of()),
                Optional.empty(),
                -1)));
  }

  /// Encrypts these very bytes as application data in the conversation's group.
  static void raw(Puppet puppet, String talk, byte[] application) {
    puppet.cheats(turn -> {
      GroupRow row = turn.state().groupOf(talk).orElseThrow();
      var sent =
          row.group()
              .protect(application, Commits.forkTag(row.group()), Padding.NONE, turn.random());
      turn.group(row.with(sent.group()));
      Submission submission =
          new Submission(
              Commits.submissionId(turn),
              0,
              Bytes.of(row.group().groupId().value()),
              row.group().epoch(),
              new SubmissionBody.Application(Bytes.wrap(sent.message())));
      turn.outgoing(n ->
          new Outgoing(
              n, talk, new Outgoing.Body.Handshake(row.id()), Optional.of(submission), -1));
    });
  }

  static void asks(Puppet puppet, String talk, List<SubmissionId> wanted) {
    puppet.cheats(turn ->
        turn.outgoing(n ->
            new Outgoing(
                n,
                talk,
                new Outgoing.Body.Content("", new byte[0], "", 0, wanted),
                Optional.empty(),
                -1)));
  }

  static byte[] receipt(MessageId id, MessageStatus.Status status) {
    return ApplicationFraming.of(
            new MessageStatus(
                List.of(
                    new MessageStatus.Entry(
                        new sotto.protocol.content.MessageId(Bytes.wrap(id.bytes())), status))))
        .encoded();
  }

  static MimiContent text(String senderUri, String roomUri, String text) {
    byte[] salt = new byte[MimiContent.SALT];
    SALT.nextBytes(salt);
    return MimiContent.of(Bytes.wrap(salt), senderUri, roomUri, MimiContent.text(text));
  }

  static String senderUri(Puppet puppet) {
    return MimiUri.of(puppet.address());
  }

  static String roomUri(Puppet puppet, String talk) {
    return MimiUri.of(puppet.address().host(), puppet.state.talks().find(talk).orElseThrow().id());
  }
}
