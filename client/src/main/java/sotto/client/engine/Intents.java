package sotto.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Intent.Addition;
import sotto.client.engine.Intent.Kind;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.Member;
import sotto.mls.tree.Extension;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;

/// Changes of conversations, tried until they are done or cannot be.
final class Intents {
  /// How long a change waits for others at the most.
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private Intents() {}

  static void pump(Turn turn) {
    // What waits in the queue is read before anything changes.
    if (!turn.link().caughtUp() || turn.state().retryAt().isPresent()) {
      return;
    }
    for (Intent intent : turn.state().intents().values()) {
      boolean due = intent.dueAt().filter(at -> !turn.isDue(at, MOST_AHEAD)).isEmpty();
      if (due && !intent.staged()) {
        intent.missing().forEach(address -> Directory.lookup(turn, address));
        if (intent.missing().isEmpty()) {
          attempt(turn, intent);
        }
      }
    }
  }

  private static void attempt(Turn turn, Intent intent) {
    try {
      if (intent.kind() == Kind.FOUND) {
        Founding.found(turn, intent);
        return;
      }
      Optional<GroupRow> row =
          intent.kind() == Kind.REJOIN
              ? Readmissions.groupOf(turn, intent)
              : turn.state().groupOf(intent.talk());
      if (row.isEmpty()) {
        throw TroubleException.refused("You are no longer a member of this conversation.");
      }
      boolean free = row.get().life() == Life.ACTIVE && row.get().staged().isEmpty();
      if (row.get().life() == Life.LOST && intent.kind() == Kind.REJOIN) {
        turn.dropIntent(intent.id()); // the wish is kept, should this client come back before
      } else if (Rejoins.isInVain(turn, row.get())) {
        throw TroubleException.refused(
            "Nobody has added this client to this conversation again: try later.");
      } else if (free && intent.kind() == Kind.REJOIN) {
        Readmissions.commit(turn, intent, row.get());
      } else if (free) {
        change(turn, intent, row.get());
      }
    } catch (TroubleException e) {
      failed(turn, intent, e.trouble());
    } catch (MlsException e) {
      failed(turn, intent, Trouble.security("The change was not made: " + e.getMessage()));
    }
  }

  private static void change(Turn turn, Intent intent, GroupRow row)
      throws TroubleException, MlsException {
    Group group = row.group();
    ConversationData data = GroupRules.data(group);
    if (!GroupRules.isAdministrator(group, data, group.me())) {
      throw TroubleException.refused(
          "Only an administrator may change this conversation: ask one of them.");
    }
    CommitRequest request =
        switch (intent.kind()) {
          case ADD -> adding(group, intent);
          case REMOVE -> removing(group, intent);
          case RENAME ->
              CommitRequest.update()
                  .setExtensions(
                      group
                          .context()
                          .extensions()
                          .with(
                              new Extension(
                                  ExtensionTypes.CONVERSATION,
                                  data.named(intent.name()).encoded())));
          case FOUND, REJOIN -> throw new IllegalStateException("This is no change.");
        };
    if (request.proposals().isEmpty()) {
      turn.dropIntent(intent.id());
      turn.done(intent.ticket(), intent.talk());
      return;
    }
    Commits.Draft draft = Commits.make(turn, group, Removals.with(turn, row, request));
    turn.intent(intent.staged(true));
    Commits.stage(turn, row, draft, intent.id());
  }

  private static CommitRequest adding(Group group, Intent intent) {
    List<Address> present = Identities.accounts(group);
    CommitRequest request = CommitRequest.update();
    for (Address address : intent.members()) {
      if (!present.contains(address)) {
        request = with(request, additions(intent, address));
      }
    }
    return request;
  }

  /// Rules 16: "At most 64 adds a Commit": all clients of an account, or none of them yet.
  static CommitRequest with(CommitRequest request, List<Addition> additions) {
    CommitRequest more = request;
    if (request.proposals().size() + additions.size() <= Limits.MAX_ADDS_PER_COMMIT) {
      for (Addition addition : additions) {
        more = more.add(addition.keyPackage());
      }
    }
    return more;
  }

  static List<Addition> additions(Intent intent, Address address) {
    return intent
        .gathered()
        .find(address.toString())
        .map(Intent.Gathered::clients)
        .orElse(List.of());
  }

  private static CommitRequest removing(Group group, Intent intent) {
    CommitRequest request = CommitRequest.update();
    for (Member member : group.members()) {
      boolean meant = intent.members().contains(Identities.address(member));
      if (meant && !member.index().equals(group.me().index())) {
        request = request.remove(member.index());
      }
    }
    return request;
  }

  // --- what becomes of them ---

  static void available(Turn turn, Address address, Intent.Gathered gathered) {
    for (Intent intent : turn.state().intents().values()) {
      if (intent.missing().contains(address)) {
        // Rules 23: a KeyPackage is for one group; the next intent asks for others.
        turn.intent(intent.with(address, gathered));
        return;
      }
    }
  }

  static void unavailable(Turn turn, Address address, Trouble trouble) {
    for (Intent intent : turn.state().intents().values()) {
      if (intent.missing().contains(address)) {
        failed(turn, intent, trouble);
      }
    }
  }

  static void committed(Turn turn, long id) {
    Optional<Intent> found = turn.state().intents().find(id);
    if (found.isEmpty()) {
      return;
    }
    Intent intent = found.get();
    if (intent.needsKeyPackages() && !complete(turn, intent)) {
      turn.intent(intent.staged(false).adding());
    } else {
      turn.dropIntent(id);
      turn.done(intent.ticket(), intent.talk());
    }
  }

  /// Rules 16: "At most 64 adds a Commit": the others follow in the next.
  private static boolean complete(Turn turn, Intent intent) {
    return turn.state()
        .groupOf(intent.talk())
        .filter(row -> Identities.accounts(row.group()).containsAll(intent.members()))
        .isPresent();
  }

  /// Its Commit lost against another: it is tried again in the new epoch.
  static void overtaken(Turn turn, long id) {
    turn.state().intents().find(id).ifPresent(intent -> turn.intent(intent.staged(false)));
  }

  static void failed(Turn turn, Intent intent, Trouble trouble) {
    turn.dropIntent(intent.id());
    turn.failed(intent.ticket(), trouble);
    if (intent.kind() == Kind.FOUND) {
      Outbox.abandon(turn, intent.talk(), trouble);
      Optional<Talk> talk = turn.state().talks().find(intent.talk());
      boolean founding = talk.filter(t -> t.status() == Status.FOUNDING).isPresent();
      if (founding && turn.state().groupsOf(intent.talk()).isEmpty()) {
        turn.dropTalk(intent.talk());
      } else if (founding) {
        turn.talk(talk.get().in(Status.REJOINING));
      }
    }
  }
}
