package sotto.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Intent.Kind;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.message.GroupId;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.Address;
import sotto.protocol.wire.Bytes;

/// A conversation's group comes to be: created, and its members added in its first Commit.
final class Founding {
  private Founding() {}

  static void found(Turn turn, Intent intent) throws TroubleException, MlsException {
    Talk talk = turn.talk(intent.talk());
    if (isFounded(turn, talk)) {
      // The other side founded it meanwhile (rules 18): theirs is as good.
      turn.dropIntent(intent.id());
      turn.done(intent.ticket(), talk.key());
      return;
    }
    Identities.mayWrite(turn, intent.members());
    Group group =
        Group.create(
            turn.crypto().settings(),
            turn.crypto().identity(turn.self()),
            GroupParameters.of(GroupId.random(turn.random()), Cryptography.SUITE)
                .withExtensions(extensions(turn, talk)),
            turn.now(),
            turn.random());
    CommitRequest request = CommitRequest.update();
    for (Address member : intent.members()) {
      request = Intents.with(request, Intents.additions(intent, member));
    }
    Commits.Draft draft = Commits.make(turn, group, request);
    GroupRow row =
        new GroupRow(
            group.groupId().toString(),
            talk.key(),
            Life.FOUNDING,
            group,
            Optional.empty(),
            turn.now().plus(Duration.ofDays(7)),
            0,
            Optional.empty(),
            Optional.empty());
    create(turn, row);
    turn.intent(intent.staged(true));
    Commits.stage(turn, row, draft, intent.id());
  }

  private static void create(Turn turn, GroupRow row) {
    Submission create =
        new Submission(
            Commits.submissionId(turn),
            0,
            Bytes.of(row.group().groupId().value()),
            0,
            new SubmissionBody.Create(Optional.empty()));
    turn.outgoing(n ->
        new Outgoing(
            n, row.talk(), new Outgoing.Body.Handshake(row.id()), Optional.of(create), -1));
  }

  private static Extensions extensions(Turn turn, Talk talk) {
    ConversationData data =
        talk.kind() == ConversationData.Kind.DIRECT
            ? ConversationData.direct(talk.id())
            : ConversationData.many(talk.id(), talk.name(), List.of(turn.self().me()));
    RequiredCapabilities required =
        new RequiredCapabilities(List.of(ExtensionTypes.CONVERSATION), List.of(), List.of());
    return Extensions.of(
        Extension.of(ExtensionType.REQUIRED_CAPABILITIES, required),
        Extension.of(ExtensionTypes.CONVERSATION, data));
  }

  /// Conversations of two that were begun in an earlier run, before anything left.
  static void resume(Turn turn) {
    for (Talk talk : turn.state().talks().values()) {
      boolean begun =
          turn.state().intents().values().stream().anyMatch(i -> i.talk().equals(talk.key()));
      if (talk.status() == Status.FOUNDING && !begun && !isFounded(turn, talk)) {
        talk.other()
            .ifPresentOrElse(
                other -> begin(turn, talk, 0, List.of(other)), () -> turn.dropTalk(talk.key()));
      }
    }
  }

  /// Of two who both lost their group neither can let the other in again: they found another (rules
  /// 18), and the lost one is kept, should the request be older than somebody's return.
  static void besides(Turn turn, GroupRow lost) {
    Talk talk = turn.talk(lost.talk());
    if (talk.status() == Status.REJOINING && talk.other().isPresent() && !isFounded(turn, talk)) {
      turn.talk(talk.in(Status.FOUNDING));
    }
  }

  /// A lost group beneath a conversation of two is no reason not to found another.
  private static boolean isFounded(Turn turn, Talk talk) {
    return turn.state()
        .groupOf(talk.key())
        .filter(row -> row.life() != Life.LOST || talk.other().isEmpty())
        .isPresent();
  }

  static void begin(Turn turn, Talk talk, long ticket, List<Address> members) {
    turn.intent(id -> Intent.of(Kind.FOUND, id, talk.key(), ticket, members));
  }
}
