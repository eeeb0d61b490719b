package sotto.app.lab;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sotto.app.Main;
import sotto.app.Surroundings;
import sotto.classic.lab.Opponent.Columns;
import sotto.classic.lab.Opponent.Outcome;
import sotto.classic.lab.Opponent.Work;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.transport.ServerConnection;
import sotto.client.transport.TlsContext;
import sotto.client.transport.TlsFacts;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Signature;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.server.ServerView;

/// Whoever has an account, or only reaches the server.
final class UserAttacks {
  private UserAttacks() {}

  /// The words that end a chat, as texts.
  static Outcome remoteExit(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    ground.acquaint(alice, bob);
    ground.leaves(bob);
    long since = System.nanoTime();
    var screen = new ByteArrayOutputStream();
    try (var keyboard = new PipedOutputStream();
        var typed = new PipedInputStream(keyboard)) {
      var around =
          new Surroundings(
              typed,
              new PrintStream(screen, true, StandardCharsets.UTF_8),
              new PrintStream(screen, true, StandardCharsets.UTF_8),
              Map.of(),
              Surroundings.Screen.STREAM,
              Surroundings.Person.ABSENT);
      String[] chat = {"chat", "alice", "--profile", ground.profile("bob").toString()};
      var ending = CompletableFuture.supplyAsync(() -> Main.run(around, chat));
      for (String text : new String[] {"EXIT", "/exit", "/quit", "quit"}) {
        alice.says("bob", text);
        columns.attacker("alice writes " + text);
      }
      alice.says("bob", "Are you still there?");
      boolean there = appears(screen, "Are you still there?") && !ending.isDone();
      columns.victimReceives(
          there
              ? "bob's chat shows five texts and goes on"
              : "bob's chat: " + screen.toString(StandardCharsets.UTF_8));
      keyboard.write("/quit\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      int code = ending.get(30, TimeUnit.SECONDS);
      columns.victimSends("bob types /quit himself: the chat ends with " + code);
      Work work = Work.of(4, "texts", since);
      return there
          ? Outcome.stopped(
              "a text is a text: leaving is a Proposal of one's own, and never words in a message",
              work)
          : Outcome.broken("a text ended bob's chat", work);
    }
  }

  private static boolean appears(ByteArrayOutputStream screen, String text)
      throws InterruptedException {
    long end = System.nanoTime() + Citizen.PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (screen.toString(StandardCharsets.UTF_8).contains(text)) return true;
      Thread.sleep(20);
    }
    return false;
  }

  /// Two messages against a queue of two that drops the oldest.
  static Outcome evict(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    Citizen mallory = ground.register("mallory");
    ground.acquaint(alice, bob);
    ground.acquaint(mallory, bob);
    ground.leaves(bob);
    MessageId lost = alice.says("bob", "Leave the house now.");
    columns.victimSends("alice to bob: Leave the house now. (bob is away; his queue holds two)");
    long since = System.nanoTime();
    mallory.says("bob", "Good evening.");
    mallory.says("bob", "Sleep well.");
    columns.attacker("mallory sends two messages to bob");
    Citizen again = ground.comes("bob");
    Event.Gap gap = again.sees(Event.Gap.class, _ -> true);
    columns.victimReceives(
        "bob: "
            + gap.missing()
            + " message(s) are missing in the conversation "
            + gap.conversation());
    boolean told = Told.sender(alice, again, lost, columns) && refused(ground, columns);
    Work work = Work.of(4, "messages", since);
    return told
        ? Outcome.stopped(
            "what a queue does not keep leaves a tombstone: the recipient sees the gap, and the sender that it has not arrived, or at once that it was refused",
            work)
        : Outcome.broken("alice was not told", work);
  }

  /// The same against a queue that refuses the newest: then the sender is told at once.
  private static boolean refused(Ground ground, Columns columns) throws Exception {
    try (Ground strict = ground.beside("strict", OnSotto.TIGHT.with(Limit.QUEUE_OVERFLOW, 1))) {
      Citizen alice = strict.register("alice");
      Citizen bob = strict.register("bob");
      Citizen mallory = strict.register("mallory");
      strict.acquaint(alice, bob);
      strict.acquaint(mallory, bob);
      strict.leaves(bob);
      mallory.says("bob", "Good evening.");
      mallory.says("bob", "Sleep well.");
      columns.attacker("with a queue that refuses the newest: mallory fills it first");
      MessageId lost = alice.client().send("bob", "Leave the house now.", Optional.empty()).id();
      columns.victimSends("alice to bob: Leave the house now.");
      var notice = alice.sees(Event.NotDelivered.class, e -> e.id().equals(lost));
      columns.victimReceives("alice is told: " + notice.reason());
      Citizen again = strict.comes("bob");
      Event.Gap gap = again.sees(Event.Gap.class, _ -> true);
      columns.victimReceives(
          "bob: "
              + gap.missing()
              + " message(s) are missing in the conversation "
              + gap.conversation());
      return true;
    }
  }

  /// Logging in as somebody else.
  static Outcome drain(Ground ground, Columns columns) throws Exception {
    Citizen alice = ground.register("alice");
    Citizen bob = ground.register("bob");
    ground.acquaint(alice, bob);
    ground.leaves(bob);
    alice.says("bob", "The train leaves at six.");
    columns.victimSends("alice to bob: The train leaves at six. (bob is away)");
    long since = System.nanoTime();
    String address = bob.address();
    ServerView.Client known = clientOf(ground, address);
    HexFormat hex = HexFormat.of();
    var who = new ClientAddress(Address.parse(address), ClientId.of(hex.parseHex(known.client())));
    String answer = logIn(ground, who, AccountKey.of(hex.parseHex(known.accountKey())));
    columns.attacker(
        "connects, says that it is "
            + address
            + " with the right client id, and signs with a key of its own");
    columns.attacker("is answered: " + answer);
    boolean kept = !ground.disk().waiting(address).isEmpty();
    Citizen again = ground.comes("bob");
    again.reads("The train leaves at six.");
    columns.victimReceives("bob: from alice: The train leaves at six.");
    Work work = Work.of(1, "login", since);
    return kept && !answer.startsWith("LoggedIn")
        ? Outcome.stopped(
            "a login is a signature by the client's own key over both nonces: " + answer, work)
        : Outcome.broken("a stranger logged in as bob", work);
  }

  private static ServerView.Client clientOf(Ground ground, String address) throws Exception {
    return ServerView.read(ground.data()).accounts().stream()
        .filter(account -> account.address().equals(address))
        .findFirst()
        .orElseThrow()
        .clients()
        .getFirst();
  }

  private static String logIn(Ground ground, ClientAddress who, AccountKey account)
      throws Exception {
    var network = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var heard = new LinkedBlockingQueue<ServerFrame>();
    var connected = new CompletableFuture<TlsFacts>();
    try (var line =
        ServerConnection.open(
            network, TlsContext.create(), "127.0.0.1", ground.port(), new Ear(connected, heard))) {
      connected.get(20, TimeUnit.SECONDS);
      line.send(frame(1, new ClientFrame.Hello(Limits.VERSION, Nonce.of(new byte[Limits.NONCE]))));
      if (!(heard.poll(20, TimeUnit.SECONDS) instanceof ServerFrame.ServerProof proof))
        throw new IllegalStateException("the server did not prove itself");
      line.send(frame(2, new ClientFrame.Login(who, forged(who, account, proof))));
      return heard.poll(20, TimeUnit.SECONDS) instanceof ServerFrame.Failed failed
          ? failed.refusal().sentence()
          : "LoggedIn";
    } finally {
      network.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  /// The right statement, signed by a key that is not bob's.
  private static Signature forged(
      ClientAddress who, AccountKey account, ServerFrame.ServerProof proof) throws Exception {
    var statement =
        new LoginClient(
            Nonce.of(new byte[Limits.NONCE]),
            proof.nonce(),
            who,
            account,
            proof.server(),
            proof.tlsKey());
    KeyPair own = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return statement.sign(message -> signed(own, message));
  }

  private static byte[] signed(KeyPair own, byte[] message) {
    try {
      var ed25519 = java.security.Signature.getInstance("Ed25519");
      ed25519.initSign(own.getPrivate());
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks Ed25519", e);
    }
  }

  private static byte[] frame(int request, ClientFrame frame) {
    return new ClientRequest(request, frame).encoded();
  }

  private record Ear(CompletableFuture<TlsFacts> connected, BlockingQueue<ServerFrame> heard)
      implements ServerConnection.Listener {
    @Override
    public void opened(TlsFacts facts) {
      connected.complete(facts);
    }

    @Override
    public void received(byte[] message) {
      try {
        heard.add(ServerReply.decode(message).frame());
      } catch (MlsException e) {
        closed("unreadable");
      }
    }

    @Override
    public void closed(String reason) {
      heard.add(new ServerFrame.CaughtUp());
    }
  }
}
