package sotto.tests.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Crypto;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Registration;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.tests.bench.load.Driver.Link;
import sotto.tests.bench.load.Driver.Mailbox;
import sotto.tests.bench.load.Loop;
import sotto.tests.bench.load.TlsWire;

/// One client's connection to a Sotto server.
final class SottoLink extends WebSocketLink implements Link {
  private static final int SUBMIT = 8;
  private static final int ACKNOWLEDGE = 9;
  private static final int JUDGED = 135;
  private static final int DELIVER = 136;
  private static final int ACCEPTED = 1;
  private static final int ENTRY_BYTES = 9;
  private static final int SENDER_DATA = 28;
  private static final byte[] FORK_TAG = new byte[Limits.FORK_TAG];

  /// The first half of every submission id; the second half counts.
  private static final long RUN = System.nanoTime();

  private final Receipts receipts;
  private final Map<Long, Runnable> waiting = new HashMap<>();
  private final ArrayDeque<Long> acknowledgeable = new ArrayDeque<>();
  private Optional<Account> account = Optional.empty();
  private Mailbox mailbox = Mailbox.IGNORING;
  private long request;

  SottoLink(Loop loop, SocketChannel socket, TlsWire wire, String host, Receipts receipts)
      throws IOException {
    super(loop, socket, wire);
    this.receipts = receipts;
    upgrade(host);
  }

  // --- before the loop ---

  private ServerFrame ask(ClientFrame frame) throws IOException {
    putMessage(new ClientRequest(++request, frame).encoded());
    blockingFlush();
    try {
      while (true) {
        ServerReply reply = ServerReply.decode(blockingMessage());
        if (reply.frame() instanceof ServerFrame.Failed failed) {
          throw new IOException("The server refused: " + failed.refusal());
        }
        if (reply.request() == request) {
          return reply.frame();
        }
      }
    } catch (MlsException malformed) {
      throw new IOException("The server sent what is no frame.", malformed);
    }
  }

  private ServerFrame.ServerProof hello(Nonce nonce) throws IOException {
    return expect(ServerFrame.ServerProof.class, ask(new ClientFrame.Hello(Limits.VERSION, nonce)));
  }

  private static <T extends ServerFrame> T expect(Class<T> type, ServerFrame frame)
      throws IOException {
    if (!type.isInstance(frame)) {
      throw new IOException("The server answered " + frame + " instead of " + type.getSimpleName());
    }
    return type.cast(frame);
  }

  Account register(Crypto crypto, String name) throws Exception {
    Nonce nonce = Nonce.of(Account.random(Limits.NONCE));
    ServerFrame.ServerProof proof = hello(nonce);
    Account made = Account.create(crypto, name, proof.name());
    Admission admission = new Admission.Open();
    Registration statement =
        new Registration(
            nonce, proof.nonce(), proof.server(), proof.tlsKey(), made.list().list(), admission);
    expect(
        ServerFrame.Registered.class,
        ask(
            new ClientFrame.Register(
                admission, made.list(), statement.sign(made.accountSigner()))));
    return made;
  }

  void login(Account who) throws IOException {
    Nonce nonce = Nonce.of(Account.random(Limits.NONCE));
    ServerFrame.ServerProof proof = hello(nonce);
    LoginClient statement =
        new LoginClient(nonce, proof.nonce(), who.who(), who.key(), proof.server(), proof.tlsKey());
    expect(
        ServerFrame.LoggedIn.class,
        ask(new ClientFrame.Login(who.who(), statement.sign(who.leafSigner()))));
    account = Optional.of(who);
  }

  /// A group of this client and another's, in epoch 1.
  Bytes makeGroup(Account other) throws IOException {
    Account me = account.orElseThrow();
    Bytes group = Bytes.wrap(Account.random(16));
    submit(me, group, new SubmissionBody.Create(Optional.empty()));
    Bytes commit = Bytes.wrap(privateMessage(group, 0, 3, new byte[200]));
    submit(me, group, new SubmissionBody.Commit(commit, List.of(), List.of(me.who(), other.who())));
    return group;
  }

  private void submit(Account me, Bytes group, SubmissionBody body) throws IOException {
    SubmissionId id = SubmissionId.of(Account.random(Limits.SUBMISSION_ID));
    Submission submission = new Submission(id, me.number().incrementAndGet(), group, 0, body);
    ServerFrame.Judged judged =
        expect(ServerFrame.Judged.class, ask(new ClientFrame.Submit(submission)));
    if (!(judged.verdict() instanceof Verdict.Accepted)) {
      throw new IOException("The server did not accept: " + judged.verdict());
    }
  }

  void receive(Mailbox ofUser) throws Exception {
    mailbox = ofUser;
    register();
  }

  void hangUp() throws IOException {
    putClose();
    blockingFlush();
    closeNow();
  }

  // --- on the loop's thread ---

  /// `type`: 1 application, 3 Commit (RFC 9420 §6).
  private static byte[] privateMessage(Bytes group, long epoch, int type, byte[] ciphertext) {
    Writer out = new Writer(ciphertext.length + 128).uint16(1).uint16(2);
    group.writeOpaque(out);
    return out.uint64(epoch)
        .uint8(type)
        .opaque(FORK_TAG)
        .opaque(new byte[SENDER_DATA])
        .opaque(ciphertext)
        .toBytes();
  }

  @Override
  public void send(String receiver, byte[] payload, Runnable onAccepted) {
    Account me = account.orElseThrow();
    Bytes group = me.groups().get(receiver);
    if (group == null) {
      throw new IllegalStateException("There is no group with " + receiver + ".");
    }
    long number = ++request;
    waiting.put(number, onAccepted);
    long submission = me.number().incrementAndGet();
    byte[] message = privateMessage(group, 1, 1, payload);
    Writer out = new Writer(message.length + 64).uint8(SUBMIT).uint32(number);
    out.uint64(RUN).uint64(submission).uint64(submission);
    group.writeOpaque(out);
    putMessage(out.uint64(1).uint8(1).opaque(message).toBytes());
  }

  @Override
  protected void message(int from, int to) {
    ByteBuffer frame = ByteBuffer.wrap(in, from, to - from);
    int type = frame.get() & 0xff;
    long answered = Integer.toUnsignedLong(frame.getInt());
    switch (type) {
      case JUDGED -> judged(frame, answered);
      case DELIVER -> delivered(frame);
      default -> {}
    }
  }

  private void judged(ByteBuffer frame, long answered) {
    skip(frame, Limits.SUBMISSION_ID);
    if (frame.get() == ACCEPTED) {
      Optional.ofNullable(waiting.remove(answered)).ifPresent(Runnable::run);
    } else {
      throw new IllegalStateException("The server did not accept a message.");
    }
  }

  /// Reads a delivered message down to its ciphertext; Commits and others are acknowledged only.
  private void delivered(ByteBuffer frame) {
    long entry = frame.getLong();
    skip(frame, 1);
    skip(frame, length(frame));
    skip(frame, 8);
    if (frame.get() != 1) {
      acknowledge(entry);
      return;
    }
    skip(frame, Limits.SUBMISSION_ID);
    length(frame);
    skip(frame, 4);
    skip(frame, length(frame));
    skip(frame, 8);
    boolean application = frame.get() == 1;
    skip(frame, length(frame));
    skip(frame, length(frame));
    byte[] ciphertext = new byte[length(frame)];
    frame.get(ciphertext);
    if (application) {
      mailbox.received(ciphertext, () -> receipts.received(ciphertext, () -> acknowledge(entry)));
    } else {
      acknowledge(entry);
    }
  }

  private static void skip(ByteBuffer frame, int bytes) {
    frame.position(frame.position() + bytes);
  }

  /// RFC 9420 §2.1.2.
  private static int length(ByteBuffer frame) {
    int first = frame.get() & 0xff;
    return switch (first >>> 6) {
      case 0 -> first;
      case 1 -> (first & 0x3f) << 8 | frame.get() & 0xff;
      default -> (first & 0x3f) << 24 | (frame.get() & 0xff) << 16 | frame.getShort() & 0xffff;
    };
  }

  private void acknowledge(long entry) {
    acknowledgeable.add(entry);
    wantsFlush();
  }

  /// All acknowledgements of a cycle travel together.
  @Override
  protected void beforeFlush() {
    while (!acknowledgeable.isEmpty()) {
      int count = Math.min(acknowledgeable.size(), Limits.MAX_ACKNOWLEDGEMENTS);
      Writer out = new Writer(16 + count * ENTRY_BYTES).uint8(ACKNOWLEDGE).uint32(0);
      out.length(count * ENTRY_BYTES);
      for (int i = 0; i < count; i++) {
        out.uint64(acknowledgeable.remove()).uint8(1);
      }
      putMessage(out.toBytes());
    }
  }

  @Override
  public void disconnect() {
    putClose();
    end();
  }
}
