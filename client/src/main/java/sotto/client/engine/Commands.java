package sotto.client.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Preferences.Choice;
import sotto.client.engine.Command.Destination;
import sotto.client.engine.Intent.Kind;
import sotto.client.engine.Known.Standing;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.MimiUri;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ContactAddress;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.limits.Limits;
import sotto.protocol.text.DisplayText;
import sotto.protocol.wire.Bytes;

/// What a person asks for.
final class Commands {
  private static final int MAX_TEXT = 200_000;

  private Commands() {}

  static void ask(Turn turn, long ticket, Command command) throws TroubleException, MlsException {
    switch (command) {
      case Command.Register _, Command.RequestCode _ -> {
        turn.errand(Optional.of(new State.Errand(ticket, command)));
        Login.next(turn);
      }
      case Command.Told _ -> {
        Spent.keep(turn, Command.Told.KEY);
        turn.done(ticket, "");
      }
      case Command.SendText send -> turn.done(ticket, send(turn, send));
      case Command.CreateGroup create -> createGroup(turn, ticket, create);
      case Command.AddMembers add -> {
        own(turn, add.members());
        change(turn, Kind.ADD, ticket, add.talk(), add.members(), "");
      }
      case Command.RemoveMembers remove -> {
        member(turn, remove.talk(), remove.members());
        change(turn, Kind.REMOVE, ticket, remove.talk(), remove.members(), "");
      }
      case Command.Rename rename ->
          change(turn, Kind.RENAME, ticket, rename.talk(), List.of(), named(rename.name()));
      case Command.Leave leave -> leave(turn, ticket, leave.talk());
      case Command.Accept accept -> {
        accept(turn, many(turn, accept.talk()));
        turn.done(ticket, accept.talk());
      }
      case Command.Shown shown -> {
        shown(turn, shown.event());
        turn.done(ticket, "");
      }
      case Command.Trust trust -> turn.done(ticket, Trusting.trust(turn, trust.contact()).name());
      case Command.Move(InviteLink link) -> {
        move(turn, link);
        turn.done(ticket, link.host() + ":" + link.port());
      }
      case Command.Prefer prefer -> {
        turn.self(turn.self().preferring(prefer.preferences()));
        Presence.show(turn);
        turn.done(ticket, "");
      }
      case Command.FlushReceipts _ -> {
        Receipts.flush(turn);
        turn.done(ticket, "");
      }
    }
  }

  private static void move(Turn turn, InviteLink link) throws TroubleException {
    if (!link.fingerprint().equals(turn.self().fingerprint())) {
      throw TroubleException.security(
          "This link is of another server than the one that this profile is registered at: nothing"
              + " is changed. Ask its operator whether the link is right.");
    }
    turn.self(turn.self().connectingTo(link.host(), link.port()));
  }

  // --- messages ---

  private static String send(Turn turn, Command.SendText send)
      throws TroubleException, MlsException {
    if (send.text().getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
      throw TroubleException.usage("The text is longer than 200 kB: send it in parts.");
    }
    Address me = turn.self().me();
    if (send.id().isPresent() && again(turn, send, send.id().get())) {
      return send.id().get().hex();
    }
    Talk talk =
        switch (send.to()) {
          case Destination.ToContact to -> direct(turn, to.contact());
          case Destination.ToTalk to -> writable(turn, to.talk());
        };
    String senderUri = MimiUri.of(me);
    String roomUri = MimiUri.of(me.host(), talk.id());
    MimiContent content =
        MimiContent.of(
            Bytes.wrap(turn.randomBytes(MimiContent.SALT)),
            senderUri,
            roomUri,
            MimiContent.text(send.text()));
    MessageId id =
        send.id().orElseGet(() -> MessageId.of(content.id(senderUri, roomUri).bytes().toArray()));
    String key = HistoryLine.key(me, id);
    byte[] framing = ApplicationFraming.of(content).encoded();
    String chosen = send.id().map(MessageId::hex).orElse("");
    turn.talk(turn.talk(talk.key()).active(turn.now(), talk.unread()));
    turn.archive(
        Table.HISTORY,
        key,
        talk.key(),
        HistoryLine.encode(
            talk.key(),
            new HistoryEntry.Message(
                id,
                me.toString(),
                send.text(),
                turn.now(),
                turn.now(),
                Optional.empty(),
                new HistoryEntry.Delivery.Waiting())));
    turn.outgoing(n ->
        new Outgoing(
            n,
            talk.key(),
            new Outgoing.Body.Content(key, framing, chosen, 0, List.of()),
            Optional.empty(),
            -1));
    return id.hex();
  }

  /// A retry. Another message under an id that was used would be lost without a word.
  private static boolean again(Turn turn, Command.SendText send, MessageId id)
      throws TroubleException, MlsException {
    Address me = turn.self().me();
    Optional<byte[]> before = turn.archived(Table.HISTORY, HistoryLine.key(me, id));
    if (before.isEmpty()) {
      return false;
    }
    String talk =
        switch (send.to()) {
          case Destination.ToContact to -> Talk.directKey(me, to.contact().address());
          case Destination.ToTalk to -> to.talk();
        };
    if (!HistoryLine.says(before.get(), talk, send.text())) {
      throw TroubleException.usage(
          "Another message was sent under this --id: choose another id for this one.");
    }
    // What nobody got is sent again; whatever somebody may have got is not.
    return !(HistoryLine.decode(before.get()) instanceof HistoryEntry.Message line
        && line.delivery() instanceof HistoryEntry.Delivery.Failed);
  }

  private static Talk direct(Turn turn, ContactAddress contact) throws TroubleException {
    Address other = contact.address();
    own(turn, List.of(other));
    Known known = turn.known(other);
    if (contact.fingerprint().isPresent()) {
      known = expected(known, contact.fingerprint().get());
    }
    Identities.mayWrite(turn, List.of(other));
    boolean news = known.standing() != Standing.ACCEPTED;
    turn.contact(known.standing(Standing.ACCEPTED));
    if (news) {
      Presence.show(turn);
    }
    String key = Talk.directKey(turn.self().me(), other);
    Optional<Talk> talk = turn.state().talks().find(key);
    if (talk.isPresent() && !talk.get().ended()) {
      return writable(turn, key);
    }
    Talk fresh =
        talk.map(t -> t.in(Status.FOUNDING))
            .orElseGet(() -> Talk.direct(turn.self().me(), other, Status.FOUNDING, turn.now()));
    turn.talk(fresh);
    Founding.begin(turn, fresh, 0, List.of(other));
    return fresh;
  }

  private static Known expected(Known known, Fingerprint fingerprint) throws TroubleException {
    boolean other =
        known.pinned().filter(key -> !Fingerprint.of(key).equals(fingerprint)).isPresent();
    if (other) {
      throw TroubleException.security(
          known.address()
              + " has another key than this fingerprint: nothing is sent. Ask where the address"
              + " comes from.");
    }
    Known expecting = known.expecting(fingerprint);
    return expecting.pinned().map(expecting::pin).orElse(expecting);
  }

  private static Talk writable(Turn turn, String key) throws TroubleException {
    Talk talk = many(turn, key);
    switch (talk.status()) {
      case LEFT, LEAVING ->
          throw TroubleException.refused(
              "You are no longer a member of " + talk.title() + ": nothing can be sent there.");
      case REQUEST -> accept(turn, talk);
      case FOUNDING, ACTIVE, REJOINING -> {}
    }
    if (turn.state().groupOf(key).isPresent()) {
      Identities.mayWrite(turn, Identities.accounts(turn.state().groupOf(key).get().group()));
    }
    return turn.talk(key);
  }

  static void accept(Turn turn, Talk talk) {
    if (talk.status() == Status.REQUEST) {
      turn.talk(talk.in(Status.ACTIVE));
    }
    talk.other().ifPresent(other -> turn.contact(turn.known(other).standing(Standing.ACCEPTED)));
    Presence.show(turn);
  }

  private static void shown(Turn turn, long number) {
    Optional<Kept> kept = turn.state().events().find(number);
    turn.dropEvent(number);
    if (kept.isEmpty() || !(kept.get().event() instanceof Event.Message message)) {
      return;
    }
    turn.state()
        .talks()
        .find(kept.get().talk())
        .ifPresent(talk -> {
          Talk seen = talk.active(talk.lastActivity(), talk.unread() - 1);
          boolean confirm = turn.self().preferences().readReceipts() == Choice.ON && !talk.ended();
          turn.talk(
              confirm
                  ? seen.reading(message.id().hex(), turn.now().plus(Limits.RECEIPT_BATCH))
                  : seen);
        });
  }

  // --- conversations of many ---

  private static void createGroup(Turn turn, long ticket, Command.CreateGroup create)
      throws TroubleException {
    String name = named(create.name());
    own(turn, create.members());
    boolean taken =
        turn.state().talks().values().stream()
            .anyMatch(talk -> !talk.ended() && talk.title().equals(name));
    if (taken) {
      throw TroubleException.refused(
          "There is a conversation called " + name + " already: choose another name.");
    }
    for (Address member : create.members()) {
      turn.contact(turn.known(member).standing(Standing.ACCEPTED));
    }
    ConversationId id = ConversationId.of(turn.randomBytes(Limits.CONVERSATION_ID));
    Talk talk =
        Talk.many(
            ConversationData.many(id, name, List.of(turn.self().me())),
            Status.FOUNDING,
            turn.now());
    turn.talk(talk);
    Founding.begin(turn, talk, ticket, create.members().stream().distinct().toList());
  }

  private static void change(
      Turn turn, Kind kind, long ticket, String key, List<Address> members, String name)
      throws TroubleException {
    Talk talk = many(turn, key);
    if (talk.kind() == ConversationData.Kind.DIRECT) {
      throw TroubleException.usage(
          "A conversation of two stays one of two: create a group instead.");
    }
    if (talk.status() != Status.ACTIVE && talk.status() != Status.REQUEST) {
      throw TroubleException.refused("You are not a member of " + talk.title() + " now.");
    }
    accept(turn, talk);
    turn.intent(id -> Intent.of(kind, id, key, ticket, members).named(name));
  }

  private static void leave(Turn turn, long ticket, String key) throws TroubleException {
    Talk talk = many(turn, key);
    if (talk.kind() == ConversationData.Kind.DIRECT) {
      throw TroubleException.usage("A conversation of two cannot be left.");
    }
    if (talk.ended()) {
      throw TroubleException.refused("You have left " + talk.title() + " already.");
    }
    turn.talk(talk.in(Status.LEAVING));
    turn.done(ticket, key);
  }

  private static Talk many(Turn turn, String key) throws TroubleException {
    Optional<Talk> talk = turn.state().talks().find(key);
    if (talk.isEmpty()) {
      throw TroubleException.usage("There is no such conversation: see conversations.");
    }
    return talk.get();
  }

  private static void member(Turn turn, String key, List<Address> addresses)
      throws TroubleException {
    Optional<GroupRow> row = turn.state().groupOf(key);
    if (row.isEmpty()) {
      return;
    }
    List<Address> present = Identities.accounts(row.get().group());
    for (Address address : addresses) {
      boolean withdrawn = Removals.withdrawn(turn, row.get().id(), address);
      if (!present.contains(address) && !withdrawn) {
        throw TroubleException.refused(address + " is not a member of this conversation.");
      }
      if (address.equals(turn.self().me())) {
        throw TroubleException.usage("To go yourself, use group leave.");
      }
    }
  }

  private static String named(String name) throws TroubleException {
    String plain = name.strip();
    int length = plain.getBytes(StandardCharsets.UTF_8).length;
    boolean taken = plain.startsWith("#") || plain.contains("@");
    if (plain.isEmpty() || length > Limits.MAX_CONVERSATION_NAME || taken) {
      throw TroubleException.usage(
          "A conversation's name has 1 to 256 bytes, no @, and does not begin with #.");
    }
    if (!DisplayText.isPlain(plain)) {
      throw TroubleException.usage(
          "A conversation's name has no line breaks, control characters or direction overrides:"
              + " leave them out.");
    }
    return plain;
  }

  private static void own(Turn turn, List<Address> addresses) throws TroubleException {
    for (Address address : addresses) {
      if (address.equals(turn.self().me())) {
        throw TroubleException.usage("That is your own address: name somebody else.");
      }
      if (!address.host().equals(turn.self().me().host())) {
        throw TroubleException.refused(
            "There is no way to "
                + address
                + ": this account's server is "
                + turn.self().me().host()
                + ".");
      }
    }
  }
}
