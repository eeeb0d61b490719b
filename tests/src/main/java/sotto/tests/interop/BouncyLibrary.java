package sotto.tests.interop;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.PreSharedKeyID;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.jspecify.annotations.Nullable;

/// BouncyCastle's, which stores no state, has RFC 9420's suites alone, and shares objects between
/// groups: one thread at a time.
public final class BouncyLibrary implements Library {
  private static final int LAST_SUITE = 7;
  private static final byte[] NOTHING = new byte[0];

  /// Where a Welcome says how many bytes of secrets it has, 0 when nobody is added: behind version,
  /// wire format and suite.
  private static final int WELCOME_SECRETS = 6;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String name() {
    return "BouncyCastle";
  }

  @Override
  public boolean hasSuite(int suite) {
    return suite >= 1 && suite <= LAST_SUITE;
  }

  /// The keys of one client.
  private record Keys(
      MlsCipherSuite suite,
      AsymmetricCipherKeyPair init,
      AsymmetricCipherKeyPair encryption,
      byte[] signature,
      LeafNode leaf) {}

  private static Keys keys(int suiteId, String identity) throws Exception {
    MlsCipherSuite suite = MlsCipherSuite.getSuite((short) suiteId);
    AsymmetricCipherKeyPair init = suite.getHPKE().generatePrivateKey();
    AsymmetricCipherKeyPair encryption = suite.getHPKE().generatePrivateKey();
    AsymmetricCipherKeyPair signature = suite.generateSignatureKeyPair();
    byte[] signaturePrivate = suite.serializeSignaturePrivateKey(signature.getPrivate());
    LeafNode leaf =
        new LeafNode(
            suite,
            suite.getHPKE().serializePublicKey(encryption.getPublic()),
            suite.serializeSignaturePublicKey(signature.getPublic()),
            Credential.forBasic(identity.getBytes(StandardCharsets.UTF_8)),
            new Capabilities(),
            new LifeTime(),
            new ArrayList<>(),
            signaturePrivate);
    return new Keys(suite, init, encryption, signaturePrivate, leaf);
  }

  @Override
  public Candidate candidate(int suite, String identity, Map<String, byte[]> psks)
      throws Exception {
    Keys keys = keys(suite, identity);
    byte[] init = keys.suite().getHPKE().serializePublicKey(keys.init().getPublic());
    KeyPackage keyPackage =
        new KeyPackage(keys.suite(), init, keys.leaf(), new ArrayList<>(), keys.signature());
    return new BouncyCandidate(keys, keyPackage, psks);
  }

  @Override
  public Member founder(int suite, String identity, byte[] groupId, Map<String, byte[]> psks)
      throws Exception {
    Keys keys = keys(suite, identity);
    Group group =
        new Group(
            groupId,
            keys.suite(),
            keys.encryption(),
            keys.signature(),
            keys.leaf().copy(keys.leaf().getEncryptionKey()),
            new ArrayList<>());
    insert(group, psks);
    return new BouncyMember(group);
  }

  private static void insert(Group group, Map<String, byte[]> psks) {
    psks.forEach(
        (id, psk) -> group.insertExternalPsk(new Secret(HexFormat.of().parseHex(id)), psk.clone()));
  }

  private static MLSMessage decode(byte[] message) throws Exception {
    return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
  }

  @Override
  public void close() {}

  private final class BouncyCandidate implements Candidate {
    private final Keys keys;
    private final KeyPackage keyPackage;
    private final Map<String, byte[]> psks;
    private final byte[] message;

    BouncyCandidate(Keys keys, KeyPackage keyPackage, Map<String, byte[]> psks) throws Exception {
      this.keys = keys;
      this.keyPackage = keyPackage;
      this.psks = psks;
      this.message = MLSOutputStream.encode(MLSMessage.keyPackage(keyPackage));
    }

    @Override
    public byte[] keyPackage() {
      return message.clone();
    }

    @Override
    public Member join(byte[] welcome) throws Exception {
      Map<Secret, byte[]> external = new HashMap<>();
      psks.forEach((id, psk) -> external.put(new Secret(HexFormat.of().parseHex(id)), psk.clone()));
      return new BouncyMember(
          new Group(
              keys.suite().getHPKE().serializePrivateKey(keys.init().getPrivate()),
              keys.encryption(),
              keys.signature(),
              keyPackage,
              decode(welcome).welcome,
              treeBeside(),
              external,
              new HashMap<>()));
    }

    @SuppressWarnings("NullAway") // null says: the tree is inside the Welcome
    private TreeKEMPublicKey treeBeside() {
      @Nullable TreeKEMPublicKey none = null;
      return none;
    }
  }

  private final class BouncyMember implements Member {
    private Group group;

    BouncyMember(Group group) {
      this.group = group;
    }

    @Override
    public String library() {
      return name();
    }

    @Override
    public byte[] protect(byte[] content) throws Exception {
      return MLSOutputStream.encode(group.protect(NOTHING, content, 0));
    }

    @Override
    public byte[] unprotect(byte[] message) throws Exception {
      return group.unprotect(decode(message))[1];
    }

    private static Group.MessageOptions sent(Form form) {
      boolean encrypted =
          switch (form) {
            case PRIVATE -> true;
            case PUBLIC -> false;
          };
      return new Group.MessageOptions(encrypted, NOTHING, 0);
    }

    @Override
    public byte[] propose(Wish wish, Form form) throws Exception {
      Group.MessageOptions options = sent(form);
      MLSMessage made =
          switch (wish) {
            case Wish.Add add -> group.add(decode(add.keyPackage()).keyPackage, options);
            case Wish.Update _ -> group.update(fresh(), options);
            case Wish.Remove remove -> group.remove(among(remove.leaf()), options);
            case Wish.Psk psk -> group.preSharedKey(HexFormat.of().parseHex(psk.id()), options);
          };
      byte[] message = MLSOutputStream.encode(made);
      if (!(wish instanceof Wish.Remove remove && remove.leaf() == leaf())) {
        hear(message); // it takes no proposal to remove itself, not even its own
      }
      return message;
    }

    /// Its call counts members, not leaves.
    private LeafIndex among(int leaf) {
      int before = 0;
      for (int i = 0; i < leaf; i++) {
        before += group.getTree().hasLeaf(new LeafIndex(i)) ? 1 : 0;
      }
      return new LeafIndex(before);
    }

    private Proposal fresh() throws Exception {
      return group.updateProposal(
          group.getSuite().getHPKE().generatePrivateKey(), new Group.LeafNodeOptions());
    }

    @Override
    public void hear(byte[] proposal) throws Exception {
      handled(proposal);
    }

    @Override
    @SuppressWarnings("NullAway") // null says: the leaf stays as it is
    public Change commit(Request request) throws Exception {
      List<Proposal> proposals = new ArrayList<>();
      for (byte[] keyPackage : request.added()) {
        proposals.add(Proposal.add(decode(keyPackage).keyPackage));
      }
      for (int leaf : request.removed()) {
        proposals.add(Proposal.remove(new LeafIndex(leaf)));
      }
      int secretLength = group.getSuite().getKDF().getHashLength();
      for (String psk : request.psks()) {
        byte[] id = HexFormat.of().parseHex(psk);
        proposals.add(Proposal.preSharedKey(PreSharedKeyID.external(id, random(secretLength))));
      }
      Group.GroupWithMessage made =
          group.commit(
              new Secret(random(secretLength)),
              new Group.CommitOptions(proposals, true, true, null),
              sent(request.form()),
              new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
      byte[] commit = MLSOutputStream.encode(made.message);
      made.message.wireFormat = WireFormat.mls_welcome;
      byte[] encoded = MLSOutputStream.encode(made.message);
      Optional<byte[]> welcome =
          encoded[WELCOME_SECRETS] == 0 ? Optional.empty() : Optional.of(encoded);
      return new BouncyChange(this, commit, welcome, made.group);
    }

    private byte[] random(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    @Override
    public void examine(byte[] commit) throws Exception {
      handled(commit);
    }

    @Override
    public void process(byte[] commit) throws Exception {
      group = handled(commit);
    }

    @SuppressWarnings("NullAway") // null says: the Commit is not our own
    private Group handled(byte[] commit) throws Exception {
      return group.handle(commit, null);
    }

    @Override
    public int leaf() {
      return group.getIndex().value();
    }

    @Override
    public byte[] authenticator() {
      byte[] value = group.getEpochAuthenticator();
      return Arrays.copyOf(value, value.length);
    }

    @Override
    public Optional<byte[]> state() {
      return Optional.empty();
    }
  }

  private record BouncyChange(
      BouncyMember member, byte[] commit, Optional<byte[]> welcome, Group next) implements Change {
    @Override
    public void adopt() {
      member.group = next;
    }
  }
}
