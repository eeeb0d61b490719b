package sotto.client.engine;

import java.time.Instant;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.group.Group;
import sotto.mls.group.PendingCommit;
import sotto.mls.group.Settings;
import sotto.protocol.wire.Fields;

/// One MLS group beneath a conversation.
///
/// @param staged a Commit of ours that the server has not judged yet
/// @param pathAt when a Commit with fresh keys is due (rules 22)
/// @param sent messages of ours since our last Commit
/// @param proposalsAt when proposals of others are to be committed, unless somebody did
/// @param rejoinAt when a rejoin was asked for last
record GroupRow(
    String id,
    String talk,
    Life life,
    Group group,
    Optional<Staged> staged,
    Instant pathAt,
    long sent,
    Optional<Instant> proposalsAt,
    Optional<Instant> rejoinAt) {

  enum Life {
    /// Ours to found: its first Commit was not accepted yet.
    FOUNDING,
    ACTIVE,
    /// Lost or doubtful: nothing is written to it, a rejoin was asked for.
    LOST
  }

  /// @param outgoing the Commit's row in the outbox
  /// @param intent for which it was made; 0 for none
  record Staged(long outgoing, PendingCommit pending, long intent) {}

  GroupRow with(Group next) {
    return new GroupRow(id, talk, life, next, staged, pathAt, sent, proposalsAt, rejoinAt);
  }

  GroupRow counted() {
    return new GroupRow(id, talk, life, group, staged, pathAt, sent + 1, proposalsAt, rejoinAt);
  }

  GroupRow staging(Staged commit) {
    return new GroupRow(
        id, talk, life, group, Optional.of(commit), pathAt, sent, proposalsAt, rejoinAt);
  }

  GroupRow unstaged() {
    return new GroupRow(
        id, talk, life, group, Optional.empty(), pathAt, sent, proposalsAt, rejoinAt);
  }

  GroupRow in(Life other) {
    return new GroupRow(id, talk, other, group, staged, pathAt, sent, proposalsAt, rejoinAt);
  }

  /// We committed; the next path is due then.
  GroupRow healed(Instant nextPath) {
    return new GroupRow(id, talk, life, group, staged, nextPath, 0, Optional.empty(), rejoinAt);
  }

  /// A Commit is due before anything else is sent.
  GroupRow pathDue(Instant at) {
    return new GroupRow(id, talk, life, group, staged, at, sent, proposalsAt, rejoinAt);
  }

  GroupRow proposalsDue(Optional<Instant> at) {
    return new GroupRow(id, talk, life, group, staged, pathAt, sent, at, rejoinAt);
  }

  GroupRow rejoinAsked(Instant at) {
    return new GroupRow(
        id, talk, Life.LOST, group, staged, pathAt, sent, proposalsAt, Optional.of(at));
  }

  /// What changes with every message.
  byte[] encodedMessages() {
    Writer out = new Writer(2048).opaque(group.encodeMessages()).uint8(life.ordinal());
    Fields.text(out, talk);
    out.optional(
        staged,
        (w, commit) ->
            w.uint64(commit.outgoing()).opaque(commit.pending().encode()).uint64(commit.intent()));
    Fields.time(out, pathAt);
    out.uint64(sent);
    out.optional(proposalsAt, Fields::time);
    out.optional(rejoinAt, Fields::time);
    return out.toBytes();
  }

  /// What changes with the epoch.
  byte[] encodedEpoch() {
    return group.encodeEpoch();
  }

  static GroupRow decode(String id, byte[] epoch, byte[] messages, Settings settings)
      throws MlsException {
    Reader in = new Reader(messages);
    Group group = Group.decode(epoch, in.opaque(), settings);
    Life life = Stored.value(in, Life.values());
    String talk = Stored.text(in);
    GroupRow row =
        new GroupRow(
            id,
            talk,
            life,
            group,
            in.optional(r ->
                new Staged(
                    Fields.count(r),
                    PendingCommit.decode(r.opaque(), settings),
                    // An intent lives as long as the process.
                    r.uint64() * 0)),
            Fields.time(in),
            Fields.count(in),
            in.optional(Fields::time),
            in.optional(Fields::time));
    in.end();
    return row;
  }
}
