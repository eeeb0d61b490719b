package sotto.client.engine;

import java.time.Instant;
import java.util.Optional;
import sotto.client.engine.Link.Waiting;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;

/// Rules 4: the own client list, signed anew "at least every 7 days". The server has the newest:
/// others hear of its version from this client, and would take an older one for a frozen list.
final class OwnList {
  private OwnList() {}

  /// After a login, which tells the version that the server has.
  static void check(Turn turn, long atServer) {
    Optional<SignedClientList> own = turn.self().list();
    long mine = own.map(signed -> signed.list().version()).orElse(0L);
    if (own.isPresent() && atServer < mine) {
      // What was sent did not arrive, or the server was restored from a backup.
      turn.send(new ClientFrame.ReplaceClientList(own.get()), new Waiting.ForList());
    } else if (atServer > mine) {
      // An old copy of the profile: a list of its own would be a second one of that version.
      Directory.list(turn, turn.self().me());
    } else {
      renew(turn);
    }
  }

  /// What the directory says of this account itself.
  static void answered(Turn turn, DirectoryEntry entry) throws MlsException {
    if (!(entry instanceof DirectoryEntry.Account account)) {
      return;
    }
    Self self = turn.self();
    ClientList list = account.list().verified(turn.crypto().check());
    boolean newer =
        self.list().filter(own -> own.list().version() >= list.version()).isEmpty()
            && list.address().equals(self.me())
            && list.account().equals(self.accountKey());
    if (newer) {
      turn.self(self.listed(account.list()));
      renew(turn);
    }
  }

  /// When the next one is due.
  static Optional<Instant> due(State state) {
    return state
        .self()
        .list()
        .map(signed -> signed.list().issuedAt().plus(Limits.CLIENT_LIST_RENEWAL));
  }

  static void renew(Turn turn) {
    boolean due =
        due(turn.state())
            .filter(at -> turn.isDue(at, Limits.CLIENT_LIST_RENEWAL.plusDays(1)))
            .isPresent();
    boolean asking =
        turn.link().asked(Waiting.ForList.class) > 0
            || turn.link().waiting().values().stream()
                .anyMatch(
                    w -> w instanceof Waiting.ForAnswer f && f.address().equals(turn.self().me()));
    if (!due || asking) {
      return;
    }
    Self self = turn.self();
    ClientList current = self.list().orElseThrow().list();
    SignedClientList next =
        SignedClientList.sign(
            current.next(turn.now(), current.clients()), turn.crypto().signer(self.accountKeys()));
    // Kept before it is sent: two lists of one version would be an identity stop.
    turn.self(self.listed(next));
    turn.send(new ClientFrame.ReplaceClientList(next), new Waiting.ForList());
  }
}
