package sotto.server.net;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.OuterMessage;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.AccountRelease;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.limits.Limit;
import sotto.protocol.wire.Bytes;
import sotto.server.authentication.AuthenticationStore.StoredAccount;
import sotto.server.authentication.Decision;
import sotto.server.delivery.KeyPackages;
import sotto.server.delivery.Queue;

/// The key directory as one logged-in connection uses it: lists from the Authentication Service,
/// KeyPackages from the Delivery Service, and one signature over both.
record Directory(Connection connection, Services services, Dialogue.Session as) {

  void lookup(long request, ClientFrame.Lookup lookup) {
    post(
        request,
        turn -> {
          Optional<DirectoryEntry> entry =
              turn.delivery.mayLookUp(as.queue(), turn.now())
                  ? entry(turn, lookup)
                  : Optional.empty();
          if (entry.isEmpty()) {
            connection.fail(request, ErrorCode.RATE);
            return;
          }
          DirectoryAnswer answer =
              new DirectoryAnswer(
                  services.identity().publicKey(),
                  lookup.nonce(),
                  lookup.address(),
                  Instant.ofEpochMilli(turn.now()),
                  entry.get());
          // A KeyPackage is handed out once: it is out of the stock before it is shown.
          turn.afterCommit(
              new Turn.Promise() {
                @Override
                public void durable() {
                  sign(request, answer);
                }

                @Override
                public void failed(ErrorCode why) {
                  connection.fail(request, why);
                }
              });
        });
  }

  private void sign(long request, DirectoryAnswer answer) {
    services
        .crypto()
        .execute(() -> {
          ServerFrame frame =
              new ServerFrame.Answer(SignedDirectoryAnswer.sign(answer, services.identity()));
          connection.execute(() -> connection.reply(request, frame));
        });
  }

  private Optional<DirectoryEntry> entry(Turn turn, ClientFrame.Lookup lookup) {
    Optional<StoredAccount> account = turn.authentication.account(lookup.address());
    if (account.isEmpty()) {
      return Optional.of(new DirectoryEntry.None());
    }
    SignedClientList list = account.get().list();
    if (account.get().released().isPresent()) {
      return Optional.of(released(list, account.get().released().get()));
    }
    if (lookup.wanted() == ClientFrame.Lookup.Wanted.LIST) {
      return Optional.of(new DirectoryEntry.Account(list, List.of(), List.of()));
    }
    List<ListedClient> clients = list.list().clients();
    if (!turn.delivery.keyPackages().allows(as.who().address(), clients.size(), turn.now())) {
      return Optional.empty();
    }
    List<ClientKeyPackage> taken = new ArrayList<>();
    for (ListedClient client : clients) {
      ClientAddress who = new ClientAddress(lookup.address(), client.client());
      turn.delivery.keyPackages().take(who, turn.now()).ifPresent(taken::add);
      turn.delivery.queue(who).ifPresent(owner -> warn(turn, owner));
    }
    return Optional.of(new DirectoryEntry.Account(list, List.of(), taken));
  }

  private DirectoryEntry released(SignedClientList list, long at) {
    AccountRelease release =
        new AccountRelease(
            services.identity().publicKey(),
            list.list().address(),
            list.list().account(),
            Instant.ofEpochMilli(at));
    return new DirectoryEntry.Released(release, release.sign(services.identity()));
  }

  /// A connected client whose stock runs low is told so.
  private void warn(Turn turn, Queue owner) {
    int left = turn.delivery.keyPackages().stock(owner, turn.now());
    if (left < services.policy().of(Limit.KEY_PACKAGE_LOW)) {
      turn.sessions
          .of(owner)
          .ifPresent(other -> turn.afterCommit(Answer.unasked(other, new ServerFrame.Stock(left))));
    }
  }

  void publish(long request, ClientFrame.PublishKeyPackages publish) {
    try {
      for (Bytes keyPackage : publish.keyPackages()) {
        OuterMessage.read(keyPackage).expectKeyPackage();
      }
      if (publish.lastResort().isPresent()) {
        OuterMessage.read(publish.lastResort().get()).expectKeyPackage();
      }
    } catch (MlsException other) {
      connection.fail(request, ErrorCode.KEY_PACKAGE_REFUSED);
      return;
    }
    post(
        request,
        turn -> {
          ServerFrame answer =
              switch (turn.delivery
                  .keyPackages()
                  .publish(as.queue(), publish.keyPackages(), publish.lastResort(), turn.now())) {
                case KeyPackages.Stocked(int stock) -> new ServerFrame.Stock(stock);
                case KeyPackages.Refused(ErrorCode why) -> ServerFrame.Failed.of(why);
              };
          turn.afterCommit(Answer.of(connection, request, answer));
        });
  }

  void replaceList(long request, ClientFrame.ReplaceClientList replace) {
    services
        .crypto()
        .execute(() -> {
          try {
            replace.list().verified(Identity::verifies);
          } catch (MlsException forged) {
            connection.fail(request, ErrorCode.SIGNATURE);
            return;
          }
          post(request, turn -> replace(turn, request, replace.list()));
        });
  }

  private void replace(Turn turn, long request, SignedClientList next) {
    if (!turn.delivery.mayReplaceList(as.queue(), turn.now())) {
      connection.fail(request, ErrorCode.RATE);
      return;
    }
    if (next.list().clients().size() > services.policy().of(Limit.CLIENTS_PER_ACCOUNT)) {
      connection.fail(request, ErrorCode.LIST_REFUSED);
      return;
    }
    switch (turn.authentication.replaceList(as.who().address(), next)) {
      case Decision.ListReplaced replaced -> {
        replaced.added().forEach(turn.delivery::addClient);
        replaced.removed().forEach(who -> Departure.of(turn, who, ErrorCode.CLIENT_REMOVED));
        turn.afterCommit(
            Answer.of(connection, request, new ServerFrame.ListReplaced(replaced.version())));
      }
      case Decision.Refused(ErrorCode why) ->
          turn.afterCommit(Answer.of(connection, request, ServerFrame.Failed.of(why)));
      case Decision other -> throw new IllegalStateException("not a list: " + other);
    }
  }

  private void post(long request, Consumer<Turn> work) {
    services
        .sequencer()
        .post(
            new Sequencer.Task() {
              @Override
              public void run(Turn turn) {
                if (as.queue().session() == as.number()) {
                  work.accept(turn);
                }
              }

              @Override
              public void failed(ErrorCode why) {
                connection.fail(request, why);
              }
            });
  }
}
