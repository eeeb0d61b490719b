package sotto.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.message.KeyPackage;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.identity.Signer;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// A server in one thread that follows the protocol as far as clients see it, and lies where a test
/// tells it to.
final class ScriptedServer {
  private final Crypto crypto = PortableCrypto.create();
  private final Random random = new Random(99);
  private final SignatureKeyPair keys =
      crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random);
  final Hash tlsKey = Hash.sha256("tls".getBytes(StandardCharsets.US_ASCII));
  final Map<Address, SignedClientList> lists = new LinkedHashMap<>();
  private final Map<ClientAddress, Deque<Bytes>> packages = new HashMap<>();
  private final Map<ClientAddress, Bytes> lastResort = new HashMap<>();
  final Map<Bytes, GroupState> groups = new HashMap<>();
  final Map<ClientAddress, Deque<Delivery>> queues = new HashMap<>();
  private final Map<ClientAddress, Map<SubmissionId, Verdict>> verdicts = new HashMap<>();
  private final Map<ClientAddress, Long> highest = new HashMap<>();
  private final Map<Bytes, Hash> commits = new HashMap<>();
  private final Map<Puppet, Integer> read = new HashMap<>();
  private final Map<Puppet, ClientAddress> who = new HashMap<>();
  private final Map<Puppet, SignedClientList> registering = new HashMap<>();
  final List<Submission> submitted = new ArrayList<>();
  private long entries = 1;

  // Where it lies.
  UnaryOperator<DirectoryEntry> directory = entry -> entry;
  UnaryOperator<LoginServer> proof = statement -> statement;
  UnaryOperator<Bytes> message = body -> body;
  UnaryOperator<byte[]> blob = bytes -> bytes;
  Optional<ErrorCode> blobRefusal = Optional.empty();
  int takes = Limits.MAX_BLOB_CHUNK;
  int gives = Limits.MAX_BLOB_CHUNK;
  int treeInWelcome = Limits.MAX_TREE_IN_WELCOME;
  final Map<BlobId, byte[]> blobs = new LinkedHashMap<>();
  Duration clockOffset = Duration.ZERO;
  boolean keeps;
  boolean mute;
  boolean muteVerdicts;

  /// What the next submissions are answered by, each in place of a verdict.
  final Deque<List<ServerFrame>> instead = new ArrayDeque<>();

  boolean forgetful;
  List<Verdict.Missed> missed = List.of();
  BooleanSupplier loseAcknowledgement = () -> false;
  BooleanSupplier loseAnswer = () -> false;
  private final Map<Puppet, Set<Long>> offers = new HashMap<>();

  record GroupState(long epoch, List<ClientAddress> roster) {}

  ServerKey key() {
    return ServerKey.of(keys.publicKey());
  }

  InviteLink link() {
    return new InviteLink("localhost", 7667, Fingerprint.of(key()), Optional.empty());
  }

  Puppet register(String name) {
    return register(name, name.hashCode());
  }

  Puppet register(String name, int seed) {
    Puppet puppet = new Puppet(name, link(), seed, treeInWelcome);
    puppet.register();
    puppet.connect(tlsKey);
    run(puppet);
    return puppet;
  }

  void comes(Puppet puppet) {
    read.put(puppet, 0);
    offers.remove(puppet);
    puppet.sent.clear();
    puppet.answers.clear();
    puppet.connect(tlsKey);
    run(puppet);
  }

  /// Answers until nobody has anything to say.
  void run(Puppet... puppets) {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (Puppet puppet : puppets) {
        busy |= answered(puppet);
        busy |= pushed(puppet);
      }
    }
  }

  private boolean answered(Puppet puppet) {
    int from = read.getOrDefault(puppet, 0);
    if (from >= puppet.sent.size()) {
      return false;
    }
    List<ClientRequest> news = List.copyOf(puppet.sent.subList(from, puppet.sent.size()));
    read.put(puppet, puppet.sent.size());
    for (ClientRequest request : news) {
      if (request.frame() instanceof ClientFrame.Submit) {
        pushed(puppet); // as on a live connection: what was accepted before comes before
      }
      for (ServerFrame frame : answers(puppet, request.frame())) {
        if (!mute
            && !loseAnswer.getAsBoolean()
            && !(muteVerdicts && frame instanceof ServerFrame.Judged)) {
          puppet.hear(new ServerReply(request.request(), frame));
        }
      }
    }
    return true;
  }

  /// Offers what waits; an entry goes when it was answered `stored` (or has been refused four
  /// times).
  private boolean pushed(Puppet puppet) {
    ClientAddress client = who.get(puppet);
    if (client == null || !Views.online(puppet.state)) {
      return false;
    }
    Set<Long> offered = offers.computeIfAbsent(puppet, _ -> new HashSet<>());
    boolean any = false;
    for (Delivery delivery : List.copyOf(queue(client))) {
      if (Views.online(puppet.state) && offered.add(delivery.entry())) {
        any = true;
        puppet.hear(ServerReply.unasked(new ServerFrame.Deliver(changed(delivery))));
      }
    }
    for (Acknowledgement answer : List.copyOf(puppet.answers)) {
      settle(client, answer, offered);
    }
    puppet.answers.clear();
    return any;
  }

  private void settle(ClientAddress client, Acknowledgement answer, Set<Long> offered) {
    Optional<Delivery> entry =
        queue(client).stream().filter(d -> d.entry() == answer.entry()).findFirst();
    if (entry.isEmpty() || loseAcknowledgement.getAsBoolean()) {
      return;
    }
    Delivery delivery = entry.get();
    boolean gone =
        answer instanceof Acknowledgement.Stored
            || answer instanceof Acknowledgement.Refused && delivery.offer() >= 4;
    List<Delivery> kept = new ArrayList<>();
    for (Delivery one : queue(client)) {
      if (one.entry() != delivery.entry()) {
        kept.add(one);
      } else if (!gone) {
        boolean refused = answer instanceof Acknowledgement.Refused;
        kept.add(
            new Delivery(
                one.entry(), one.offer() + (refused ? 1 : 0), one.group(), one.at(), one.body()));
      }
    }
    queue(client).clear();
    queue(client).addAll(kept);
    if (answer instanceof Acknowledgement.Refused) {
      offered.remove(delivery.entry());
    }
  }

  private Delivery changed(Delivery delivery) {
    return delivery.body() instanceof DeliveryBody.Message body
        ? new Delivery(
            delivery.entry(),
            delivery.offer(),
            delivery.group(),
            delivery.at(),
            new DeliveryBody.Message(body.submission(), message.apply(body.message())))
        : delivery;
  }

  Deque<Delivery> queue(ClientAddress client) {
    return queues.computeIfAbsent(client, _ -> new ArrayDeque<>());
  }

  private List<ServerFrame> answers(Puppet puppet, ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Hello hello -> List.of(proof(hello));
      case ClientFrame.Login login -> login(puppet, login.who());
      case ClientFrame.Register register -> {
        SignedClientList list = register.list();
        lists.put(list.list().address(), list);
        registering.put(puppet, list);
        yield List.of(new ServerFrame.Registered(puppet.now));
      }
      case ClientFrame.PublishKeyPackages publish -> {
        ClientAddress client = who.get(puppet);
        packages.computeIfAbsent(client, _ -> new ArrayDeque<>()).addAll(publish.keyPackages());
        publish.lastResort().ifPresent(last -> lastResort.put(client, last));
        yield List.of(new ServerFrame.Stock(packages.get(client).size()));
      }
      case ClientFrame.Lookup lookup -> List.of(lookup(lookup, puppet.now));
      case ClientFrame.ReplaceClientList replace -> {
        lists.put(replace.list().list().address(), replace.list());
        yield List.of(new ServerFrame.ListReplaced(replace.list().list().version()));
      }
      case ClientFrame.Submit _ when !instead.isEmpty() -> instead.poll();
      case ClientFrame.Submit submit ->
          List.of(
              new ServerFrame.Judged(
                  submit.submission().id(),
                  judge(who.get(puppet), submit.submission(), puppet.now.plus(clockOffset))));
      case ClientFrame.PutBlob put -> List.of(put(put));
      case ClientFrame.GetBlob get -> List.of(get(get));
      case ClientFrame.Acknowledge _,
          ClientFrame.ShowTo _,
          ClientFrame.RequestCode _,
          ClientFrame.GetPolicy _ ->
          List.of();
    };
  }

  private ServerFrame put(ClientFrame.PutBlob put) {
    if (blobRefusal.isPresent()) {
      return ServerFrame.Failed.of(blobRefusal.get());
    }
    byte[] before = blobs.getOrDefault(put.blob(), new byte[0]);
    if (put.offset() == before.length) {
      int taken = Math.min(takes, put.chunk().size());
      byte[] after = Arrays.copyOf(before, before.length + taken);
      System.arraycopy(put.chunk().toArray(), 0, after, before.length, taken);
      blobs.put(put.blob(), after);
    }
    return new ServerFrame.BlobProgress(
        put.blob(), put.total(), blobs.getOrDefault(put.blob(), new byte[0]).length);
  }

  private ServerFrame get(ClientFrame.GetBlob get) {
    byte[] stored = blobs.get(get.blob());
    if (stored == null) {
      return ServerFrame.Failed.of(ErrorCode.BLOB_UNKNOWN);
    }
    byte[] told = blob.apply(stored.clone());
    int from = (int) Math.min(get.offset(), told.length);
    int to = Math.min(told.length, from + gives);
    return new ServerFrame.BlobChunk(
        get.blob(), told.length, get.offset(), Bytes.wrap(Arrays.copyOfRange(told, from, to)));
  }

  private ServerFrame proof(ClientFrame.Hello hello) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    LoginServer statement =
        proof.apply(
            new LoginServer(
                hello.version(), hello.nonce(), Nonce.of(nonce), "localhost", key(), tlsKey, 7));
    return new ServerFrame.ServerProof(
        statement.version(),
        statement.serverNonce(),
        statement.name(),
        statement.server(),
        statement.tlsKey(),
        statement.registration(),
        statement.sign(signer()));
  }

  private List<ServerFrame> login(Puppet puppet, ClientAddress client) {
    who.put(puppet, client);
    int stock = packages.getOrDefault(client, new ArrayDeque<>()).size();
    return List.of(
        new ServerFrame.LoggedIn(
            highest.getOrDefault(client, 0L),
            puppet.now.plus(clockOffset),
            1,
            stock,
            queue(client).size(),
            Policy.NORMAL),
        new ServerFrame.CaughtUp());
  }

  private ServerFrame lookup(ClientFrame.Lookup lookup, Instant now) {
    SignedClientList list = lists.get(lookup.address());
    DirectoryEntry entry =
        list == null
            ? new DirectoryEntry.None()
            : new DirectoryEntry.Account(
                list,
                List.of(),
                lookup.wanted() == ClientFrame.Lookup.Wanted.LIST ? List.of() : keyPackages(list));
    return new ServerFrame.Answer(
        SignedDirectoryAnswer.sign(
            new DirectoryAnswer(
                key(), lookup.nonce(), lookup.address(), now, directory.apply(entry)),
            signer()));
  }

  /// A KeyPackage of that client, as somebody gets it who asks for one.
  KeyPackage takes(ClientAddress client) throws MlsException {
    Deque<Bytes> stock = packages.getOrDefault(client, new ArrayDeque<>());
    Bytes one = keeps ? stock.peek() : stock.poll();
    return Forgery.read(Objects.requireNonNull(one)).orElseThrow();
  }

  private List<ClientKeyPackage> keyPackages(SignedClientList list) {
    List<ClientKeyPackage> offered = new ArrayList<>();
    list.list()
        .clients()
        .forEach(listed -> {
          ClientAddress client = new ClientAddress(list.list().address(), listed.client());
          Bytes one = packages.getOrDefault(client, new ArrayDeque<>()).poll();
          if (one != null) {
            offered.add(new ClientKeyPackage(listed.client(), false, one));
          }
        });
    return offered;
  }

  private Verdict judge(ClientAddress sender, Submission submission, Instant now) {
    submitted.add(submission);
    Map<SubmissionId, Verdict> known = verdicts.computeIfAbsent(sender, _ -> new HashMap<>());
    Verdict before = known.get(submission.id());
    // As a real one that has judged much since: it looks for a verdict by its number.
    boolean rises = submission.number() > highest.getOrDefault(sender, 0L);
    if (before != null && !rises && !forgetful) {
      return before;
    }
    if (!rises && !forgetful) {
      return new Verdict.Refused(Refusal.of(ErrorCode.NUMBER_USED));
    }
    highest.merge(sender, submission.number(), Math::max);
    Verdict verdict = judged(sender, submission, now);
    known.put(submission.id(), verdict);
    return verdict;
  }

  private Verdict judged(ClientAddress sender, Submission submission, Instant now) {
    GroupState group = groups.get(submission.group());
    if (group == null && !(submission.body() instanceof SubmissionBody.Create)) {
      return new Verdict.Refused(Refusal.of(ErrorCode.GROUP_UNKNOWN));
    }
    switch (submission.body()) {
      case SubmissionBody.Create _ ->
          groups.put(submission.group(), new GroupState(0, List.of(sender)));
      case SubmissionBody.Application application -> {
        if (submission.epoch() != group.epoch()) {
          return new Verdict.WrongEpoch(group.epoch(), Hash.NONE);
        }
        fan(sender, submission, group, application.message(), now);
      }
      case SubmissionBody.Proposal proposal ->
          fan(sender, submission, group, proposal.message(), now);
      case SubmissionBody.Commit commit -> {
        if (submission.epoch() != group.epoch()) {
          return new Verdict.WrongEpoch(
              group.epoch(), commits.getOrDefault(submission.group(), Hash.NONE));
        }
        commits.put(submission.group(), Hash.sha256(commit.message().toArray()));
        List<ClientAddress> before = new ArrayList<>(group.roster());
        commit.welcomes().forEach(welcome -> before.removeAll(welcome.recipients()));
        fan(sender, submission, new GroupState(0, before), commit.message(), now);
        groups.put(submission.group(), new GroupState(submission.epoch() + 1, commit.roster()));
        for (WelcomeFor welcome : commit.welcomes()) {
          for (ClientAddress to : welcome.recipients()) {
            push(to, submission, new DeliveryBody.Welcome(submission.id(), welcome.welcome()), now);
          }
        }
      }
      case SubmissionBody.Rejoin rejoin -> {
        for (ClientAddress to : group.roster()) {
          if (!to.equals(sender)) {
            push(to, submission, new DeliveryBody.Rejoin(submission.id(), rejoin.request()), now);
          }
        }
      }
    }
    return new Verdict.Accepted(now, missed);
  }

  private void fan(
      ClientAddress sender, Submission submission, GroupState group, Bytes body, Instant now) {
    for (ClientAddress to : group.roster()) {
      if (!to.equals(sender)) {
        push(to, submission, new DeliveryBody.Message(submission.id(), body), now);
      }
    }
  }

  private void push(ClientAddress to, Submission submission, DeliveryBody body, Instant now) {
    queue(to).add(new Delivery(entries++, 1, submission.group(), now, body));
  }

  private Signer signer() {
    try {
      return Ed25519.signer(crypto.signingKey(keys));
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }
}
