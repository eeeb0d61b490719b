package sotto.tests.interop;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.Bounds;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.CommitSummary;
import sotto.mls.group.Committed;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.Padding;
import sotto.mls.group.Policy;
import sotto.mls.group.PreSharedKeys;
import sotto.mls.group.Proposed;
import sotto.mls.group.Received;
import sotto.mls.group.Sent;
import sotto.mls.group.Settings;
import sotto.mls.message.GroupId;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Credential;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.Lifetime;

/// Sotto's own.
public final class SottoLibrary implements Library {
  private static final byte[] NOTHING = new byte[0];
  private static final Bounds BOUNDS =
      Bounds.DEFAULT
          .withReordering(100_000, 1_000)
          .withLifetimes(Duration.ofDays(89), Duration.ofSeconds(Long.MAX_VALUE));

  private final String name;
  private final Crypto crypto;
  private final RandomGenerator random;
  private final Instant now;
  private final Executor executor;

  public SottoLibrary() {
    this(PortableCrypto.create(), new SecureRandom(), Instant.now(), Runnable::run);
  }

  /// @param executor verifies leaf signatures on joining
  public SottoLibrary(Crypto crypto, RandomGenerator random, Instant now, Executor executor) {
    this("Sotto", crypto, random, now, executor);
  }

  /// @param name tells it from one with other primitives
  public SottoLibrary(
      String name, Crypto crypto, RandomGenerator random, Instant now, Executor executor) {
    this.name = name;
    this.crypto = crypto;
    this.random = random;
    this.now = now;
    this.executor = executor;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasSuite(int suite) {
    return CipherSuite.of(suite).isPresent();
  }

  private static KeyPackage keyPackage(byte[] message) throws Exception {
    return MlsMessage.decode(message, KeyPackage.class);
  }

  private static CipherSuite suite(int id) {
    return CipherSuite.of(id).orElseThrow();
  }

  private Identity identity(int suite, String name) {
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(suite(suite).signature(), random);
    Credential credential = new Credential.Basic(name.getBytes(StandardCharsets.UTF_8));
    return Identity.of(credential, keys, suite(suite));
  }

  private Settings settings(Map<String, byte[]> psks) {
    PreSharedKeys keys =
        source ->
            source instanceof PskSource.External named
                ? Optional.ofNullable(psks.get(HexFormat.of().formatHex(named.pskId())))
                    .map(Secret::copyOf)
                : Optional.empty();
    return Settings.of(crypto, AuthenticationService.unsafeBelieveEverything())
        .withPolicy(Policy.ALL)
        .withBounds(BOUNDS)
        .withPreSharedKeys(keys)
        .withExecutor(executor);
  }

  @Override
  public Candidate candidate(int suite, String name, Map<String, byte[]> psks) {
    Identity identity = identity(suite, name);
    Lifetime lifetime = Lifetime.of(now, Duration.ofDays(80));
    KeyPackageSecrets mine =
        KeyPackageSecrets.create(crypto, suite(suite), identity, lifetime, random);
    return new SottoCandidate(identity, mine, settings(psks));
  }

  @Override
  public Member founder(int suite, String name, byte[] groupId, Map<String, byte[]> psks) {
    GroupParameters parameters = GroupParameters.of(new GroupId(groupId), suite(suite));
    Settings settings = settings(psks);
    return new SottoMember(
        Group.create(settings, identity(suite, name), parameters, now, random), settings);
  }

  @Override
  public void close() {}

  private final class SottoCandidate implements Candidate {
    private final Identity identity;
    private final KeyPackageSecrets mine;
    private final Settings settings;

    SottoCandidate(Identity identity, KeyPackageSecrets mine, Settings settings) {
      this.identity = identity;
      this.mine = mine;
      this.settings = settings;
    }

    @Override
    public byte[] keyPackage() {
      return mine.keyPackage().toMessage();
    }

    @Override
    public Member join(byte[] welcome) throws Exception {
      Welcome message = (Welcome) MlsMessage.decode(welcome);
      return new SottoMember(
          Group.join(settings, message, mine, identity.keys(), Optional.empty(), now).group(),
          settings);
    }
  }

  private final class SottoMember implements Member {
    private final Settings settings;
    private Group group;
    private Form form = Form.PRIVATE;

    SottoMember(Group group, Settings settings) {
      this.group = group;
      this.settings = settings;
    }

    /// The form is the settings', so the group is stored and opened again with others.
    private void send(Form wanted) throws Exception {
      if (wanted != form) {
        WireFormat format =
            switch (wanted) {
              case PRIVATE -> WireFormat.PRIVATE_MESSAGE;
              case PUBLIC -> WireFormat.PUBLIC_MESSAGE;
            };
        Policy policy = Policy.ALL.withHandshakeFormat(format);
        group = Group.decode(group.encode(), settings.withPolicy(policy));
        form = wanted;
      }
    }

    @Override
    public String library() {
      return name();
    }

    @Override
    public byte[] protect(byte[] content) {
      Sent sent = group.protect(content, NOTHING, Padding.NONE, random);
      group = sent.group();
      sent.consumed().erase();
      return sent.message();
    }

    @Override
    public byte[] unprotect(byte[] message) throws Exception {
      return switch (group.process(MlsMessage.decode(message), now)) {
        case Received.ApplicationMessage received -> {
          group = received.group();
          received.consumed().erase();
          yield received.content();
        }
        case Received other -> throw new IllegalStateException("No application message: " + other);
      };
    }

    private Proposal preSharedKey(String psk) {
      byte[] nonce = new byte[group.suite().hash().length()];
      random.nextBytes(nonce);
      PskSource source = new PskSource.External(HexFormat.of().parseHex(psk));
      return new Proposal.PreSharedKey(new PreSharedKeyId(source, nonce));
    }

    @Override
    public byte[] propose(Wish wish, Form form) throws Exception {
      send(form);
      Proposed proposed =
          switch (wish) {
            case Wish.Add add -> propose(new Proposal.Add(keyPackage(add.keyPackage())));
            case Wish.Update _ -> group.proposeUpdate(Optional.empty(), NOTHING, now, random);
            case Wish.Remove remove -> propose(new Proposal.Remove(new LeafIndex(remove.leaf())));
            case Wish.Psk psk -> propose(preSharedKey(psk.id()));
          };
      group = proposed.group();
      proposed.consumed().erase();
      return proposed.message();
    }

    private Proposed propose(Proposal proposal) throws Exception {
      return group.propose(proposal, NOTHING, now, random);
    }

    @Override
    public void hear(byte[] proposal) throws Exception {
      switch (group.process(MlsMessage.decode(proposal), now)) {
        case Received.ProposalMessage received -> {
          group = received.group();
          received.consumed().erase();
        }
        case Received other -> throw new IllegalStateException("No proposal: " + other);
      }
    }

    /// A Commit takes up what was proposed; but pre-shared keys, and what comes of somebody whom it
    /// removes, only when it is named.
    private CommitRequest takingUp(Request request) {
      Map<ProposalRef, CommitSummary.Proposed> waiting = group.proposals();
      boolean named =
          !request.removed().isEmpty()
              || waiting.values().stream()
                  .map(CommitSummary.Proposed::proposal)
                  .anyMatch(
                      p -> p instanceof Proposal.PreSharedKey || p instanceof Proposal.Remove);
      CommitRequest all = CommitRequest.update();
      return named ? all.only(waiting.keySet().toArray(ProposalRef[]::new)) : all;
    }

    @Override
    public Change commit(Request request) throws Exception {
      send(request.form());
      CommitRequest commit = takingUp(request);
      for (byte[] keyPackage : request.added()) {
        commit = commit.add(keyPackage(keyPackage));
      }
      for (int leaf : request.removed()) {
        commit = commit.remove(new LeafIndex(leaf));
      }
      for (String psk : request.psks()) {
        commit = commit.with(preSharedKey(psk));
      }
      Committed committed = group.commit(commit, now, random);
      group = committed.group();
      return new SottoChange(this, committed);
    }

    @Override
    public void examine(byte[] commit) throws Exception {
      if (!(group.process(MlsMessage.decode(commit), now) instanceof Received.CommitMessage)) {
        throw new IllegalStateException("No Commit");
      }
    }

    @Override
    public void process(byte[] commit) throws Exception {
      switch (group.process(MlsMessage.decode(commit), now)) {
        case Received.CommitMessage received -> group = received.adopt().group();
        case Received.Removal removal -> {
          group = removal.group();
          removal.consumed().erase();
        }
        case Received other -> throw new IllegalStateException("No Commit: " + other);
      }
    }

    @Override
    public int leaf() {
      return (int) group.me().index().value();
    }

    @Override
    public byte[] authenticator() {
      return group.epochAuthenticator();
    }

    @Override
    public Optional<byte[]> state() {
      return Optional.of(group.encode());
    }
  }

  private record SottoChange(SottoMember member, Committed committed) implements Change {
    @Override
    public byte[] commit() {
      return committed.message();
    }

    @Override
    public Optional<byte[]> welcome() {
      return committed.welcome();
    }

    @Override
    public void adopt() throws Exception {
      member.group = member.group.adopt(committed.pending()).group();
    }
  }
}
