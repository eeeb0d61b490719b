package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.Intent.Addition;
import sotto.client.engine.Link.Waiting;
import sotto.mls.codec.MlsException;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.tree.LeafNodeSource;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientFrame.Lookup.Wanted;
import sotto.protocol.frame.ServerFrame.Answer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.SignedAccountSuccessor;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.limits.Limits;

/// Asks the directory and believes nothing of the answer but what is signed.
final class Directory {
  private Directory() {}

  /// Asks for an account's list and KeyPackages, unless that question is out already.
  static void lookup(Turn turn, Address address) {
    boolean out =
        turn.link().waiting().values().stream()
            .anyMatch(w ->
                w instanceof Waiting.ForAnswer f
                    && f.address().equals(address)
                    && f.wanted() == Wanted.LIST_AND_KEY_PACKAGES);
    if (!out) {
      Nonce nonce = Nonce.of(turn.randomBytes(Limits.NONCE));
      turn.send(
          new ClientFrame.Lookup(nonce, address, Wanted.LIST_AND_KEY_PACKAGES),
          new Waiting.ForAnswer(address, nonce, Wanted.LIST_AND_KEY_PACKAGES));
    }
  }

  /// Rules 4: somebody knows a newer list than we do; a server that does not give it out is
  /// freezing it.
  static void refresh(Turn turn, Address address, long version) {
    if (turn.link().online() && turn.known(address).version() < version) {
      list(turn, address);
    }
  }

  /// Asks for the account's list alone.
  static void list(Turn turn, Address address) {
    boolean out =
        turn.link().waiting().values().stream()
            .anyMatch(w -> w instanceof Waiting.ForAnswer f && f.address().equals(address));
    if (!out) {
      Nonce nonce = Nonce.of(turn.randomBytes(Limits.NONCE));
      turn.send(
          new ClientFrame.Lookup(nonce, address, Wanted.LIST),
          new Waiting.ForAnswer(address, nonce, Wanted.LIST));
    }
  }

  static void answered(Turn turn, Waiting.ForAnswer question, Answer answer)
      throws TroubleException, MlsException {
    Address address = question.address();
    DirectoryAnswer directory =
        answer
            .answer()
            .verified(
                turn.crypto().check(),
                turn.self().server().orElseThrow(),
                question.nonce(),
                address);
    if (address.equals(turn.self().me())) {
      OwnList.answered(turn, directory.entry());
      return;
    }
    switch (directory.entry()) {
      case DirectoryEntry.None _ -> {
        Readmissions.unlisted(turn, address);
        Intents.unavailable(
            turn,
            address,
            Trouble.refused("There is no account " + address + ": check the spelling."));
      }
      case DirectoryEntry.Released _ -> released(turn, address);
      case DirectoryEntry.Account account -> account(turn, question, account);
    }
  }

  private static void released(Turn turn, Address address) {
    Trouble trouble =
        Trouble.security(
            "The operator released the address " + address + ": whoever has it now is another.");
    Known known = turn.known(address);
    if (known.pinned().isPresent() && known.stopped().isEmpty()) {
      turn.contact(known.stopped(Known.RELEASED));
      turn.tell(n -> new Event.IdentityChanged(n, address.toString(), trouble.sentence()));
    }
    Readmissions.unlisted(turn, address);
    Intents.unavailable(turn, address, trouble);
  }

  private static void account(Turn turn, Waiting.ForAnswer question, DirectoryEntry.Account account)
      throws MlsException {
    Address address = question.address();
    ClientList list;
    try {
      list = list(turn, address, account);
    } catch (TroubleException e) {
      Readmissions.unlisted(turn, address);
      Intents.unavailable(turn, address, e.trouble());
      return;
    }
    if (question.wanted() == Wanted.LIST) {
      return; // of KeyPackages that nobody asked for nothing is believed
    }
    List<Addition> additions;
    try {
      additions = keyPackages(turn, address, list, account.keyPackages());
    } catch (TroubleException e) {
      Intents.unavailable(turn, address, e.trouble());
      return;
    }
    if (additions.isEmpty()) {
      Intents.unavailable(
          turn,
          address,
          Trouble.refused(
              address + " has no KeyPackage left: it has to come online first; try again later."));
      return;
    }
    stale(turn, address, list);
    Intents.available(turn, address, new Intent.Gathered(additions));
  }

  /// The list, when the pinned account key signed it and it does not step back.
  private static ClientList list(Turn turn, Address address, DirectoryEntry.Account account)
      throws TroubleException, MlsException {
    SignedClientList signed = account.list();
    ClientList list = signed.verified(turn.crypto().check());
    if (!list.address().equals(address)) {
      throw TroubleException.security(
          "The server answered for " + address + " with the list of " + list.address() + ".");
    }
    succeed(turn, address, account.successors());
    if (!Identities.learn(turn, address, list.account())) {
      throw TroubleException.security(
          address
              + " shows another account key than the one known: compare safety numbers, then run"
              + " trust "
              + address
              + ".");
    }
    Known known = turn.known(address);
    Optional<ClientList> before = known.list().map(SignedClientList::list);
    if (before.isPresent() && !continues(before.get(), list)) {
      return stop(
          turn, known, signed, "shows a client list that does not follow the one before it");
    }
    if (list.version() < known.heard()) {
      return stop(turn, known, signed, "is shown with an older client list than others have seen");
    }
    turn.contact(known.listed(signed));
    Claims.compare(turn, address, list.version());
    Readmissions.listed(turn, address, list);
    Removals.listed(turn, address);
    return list;
  }

  /// Rules 4: "Two lists of one version, or a broken chain, are an identity stop".
  private static boolean continues(ClientList before, ClientList now) {
    if (now.version() == before.version()) {
      return now.hash().equals(before.hash());
    }
    return now.version() == before.version() + 1
        ? now.follows(before)
        : now.version() > before.version();
  }

  /// "… an identity stop that keeps both as evidence."
  private static ClientList stop(Turn turn, Known known, SignedClientList shown, String what)
      throws TroubleException {
    known.list().ifPresent(before -> new Evidence(before, shown).keep(turn));
    String sentence =
        known.address() + " " + what + ": the server may be lying. Nothing is sent to it.";
    if (known.stopped().isEmpty()) {
      turn.contact(known.stopped(sentence));
      turn.tell(n -> new Event.IdentityChanged(n, known.address().toString(), sentence));
    }
    throw TroubleException.security(sentence);
  }

  /// Follows keys that the pinned key itself named as its successors (rules 5).
  private static void succeed(Turn turn, Address address, List<SignedAccountSuccessor> successors)
      throws MlsException {
    for (SignedAccountSuccessor signed : successors) {
      var successor = signed.verified(turn.crypto().check());
      Known known = turn.known(address);
      if (successor.address().equals(address)
          && known.pinned().filter(successor.old()::equals).isPresent()) {
        turn.contact(known.succeeded(successor.successor()));
        turn.tell(n ->
            new Event.IdentityChanged(
                n, address.toString(), address + " replaced its account key by a new one."));
      }
    }
  }

  private static List<Addition> keyPackages(
      Turn turn, Address address, ClientList list, List<ClientKeyPackage> offered)
      throws TroubleException, MlsException {
    List<Addition> additions = new ArrayList<>();
    for (ClientKeyPackage offer : offered) {
      KeyPackage keyPackage = keyPackage(turn, offer);
      CredentialIdentity identity = SelfProving.identity(keyPackage.leafNode().credential());
      LeafKey leaf = LeafKey.of(keyPackage.leafNode().signatureKey());
      Optional<ListedClient> listed = list.client(offer.client());
      boolean his =
          identity.who().address().equals(address)
              && identity.who().client().equals(offer.client())
              && identity.account().equals(list.account())
              && listed.filter(client -> client.leaf().equals(leaf)).isPresent();
      if (!his) {
        throw TroubleException.security(
            "The server offered a KeyPackage for " + address + " that is not on its list.");
      }
      additions.add(new Addition(identity.who(), keyPackage));
    }
    return additions;
  }

  /// Rules 23: "the asker refuses a repeated hash unless it is the last-resort one, other suites,
  /// missing capabilities, lifetimes over 90 days."
  private static KeyPackage keyPackage(Turn turn, ClientKeyPackage offer)
      throws TroubleException, MlsException {
    if (!(MlsMessage.decode(offer.keyPackage().toArray()) instanceof KeyPackage keyPackage)
        || keyPackage.cipherSuite() != Cryptography.SUITE.id()
        || !(keyPackage.leafNode().source() instanceof LeafNodeSource.KeyPackage dated)
        || !dated.lifetime().isAtMost(Limits.KEY_PACKAGE_MAX_LIFE)) {
      throw TroubleException.security(
          "The server offered a KeyPackage of another suite, or for longer than is allowed.");
    }
    if (!dated.lifetime().contains(turn.now())) {
      throw TroubleException.security(
          "The server offered a KeyPackage out of its time: see whether this client's clock is"
              + " right.");
    }
    String spent = "kp " + Hash.sha256(offer.keyPackage().toArray()).hex();
    // What the owner signed counts, not what the server calls it.
    if (!KeyPackageSecrets.isLastResort(keyPackage)) {
      if (Spent.knows(turn, spent)) {
        throw TroubleException.security("The server offered the same KeyPackage twice.");
      }
      Spent.rememberKeyPackage(turn, spent);
    }
    return keyPackage;
  }

  private static void stale(Turn turn, Address address, ClientList list) {
    if (list.issuedAt().plus(Limits.CLIENT_LIST_STALE).isBefore(turn.now())) {
      turn.tell(n ->
          new Event.Notice(
              n, Optional.empty(), "The client list of " + address + " is older than 30 days."));
    }
  }
}
