package sotto.client.engine;

import sotto.client.engine.Link.Waiting;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;

/// Rules 4: the own client list, signed anew "at least every 7 days".
final class OwnList {
  private OwnList() {}

  static void renew(Turn turn) {
    Self self = turn.self();
    if (self.list().isEmpty() || turn.link().asked(Waiting.ForList.class) > 0) {
      return;
    }
    ClientList current = self.list().get().list();
    if (current.issuedAt().plus(Limits.CLIENT_LIST_RENEWAL).isAfter(turn.now())) {
      return;
    }
    SignedClientList next =
        SignedClientList.sign(
            current.next(turn.now(), current.clients()), turn.crypto().signer(self.accountKeys()));
    // Kept before it is sent: two lists of one version would be an identity stop.
    turn.self(self.listed(next));
    turn.send(new ClientFrame.ReplaceClientList(next), new Waiting.ForList());
  }
}
