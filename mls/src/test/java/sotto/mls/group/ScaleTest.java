package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.message.GroupId;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;

/// What a group costs grows as it should: work with the logarithm of its members, memory and state
/// with their number. Work is counted, not timed. With `-Dsotto.exhaustive=true` there are 10,000
/// members.
class ScaleTest {
  private static final int FEW = 128;
  private static final int MANY = Boolean.getBoolean("sotto.exhaustive") ? 10_000 : 1024;
  private static final int MOST_STATE_A_MEMBER = 500;
  private static final int MOST_HEAP_A_MEMBER = 2048;

  private final RandomGenerator random = new SplittableRandom(4);
  private final Counting crypto = new Counting(Person.CRYPTO, new AtomicLong(), new AtomicLong());
  private final Settings settings =
      Settings.of(crypto, AuthenticationService.unsafeBelieveEverything())
          .withLeafMemory(LeafMemory.bounded(2 * MANY));

  @Test
  void aCommitInALargeGroupCostsLessThanTwoInAGroupOf128() throws Exception {
    Group few = warm(FEW);
    long[] small = costs(few);
    Group many = warm(MANY);
    byte[] state = many.encode();
    long[] large = costs(many);
    assertThat(large[0]).as("hashed bytes").isLessThanOrEqualTo(2 * small[0]);
    assertThat(large[1]).as("signatures and agreements").isLessThanOrEqualTo(2 * small[1]);

    assertThat(state.length / MANY).isLessThan(MOST_STATE_A_MEMBER);
    long before = used();
    Group stored = Group.decode(state, settings);
    long heap = used() - before;
    assertThat(stored.memberCount()).isEqualTo(MANY);
    assertThat(heap / MANY).isLessThan(MOST_HEAP_A_MEMBER);
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private Group latest;

  /// The group of the last member, in which one of every subtree beside its path has committed.
  private Group warm(int members) throws Exception {
    Person alice = new Person("0", Person.CLASSIC, settings, random);
    List<Person> others = new ArrayList<>();
    List<KeyPackage> added = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      others.add(new Person(Integer.toString(i), Person.CLASSIC, settings, random));
      added.add(others.getLast().keyPackage.keyPackage());
    }
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    Group founder = Group.create(settings, alice.identity, parameters, NOW, random);
    Committed all =
        founder.commit(CommitRequest.update().add(added.toArray(KeyPackage[]::new)), NOW, random);
    List<Group> present = new ArrayList<>();
    present.add(all.group().adopt(all.pending()).group());
    for (int leaf = 1; leaf < members - 1; leaf *= 2) {
      present.add(others.get(leaf - 1).join(all.welcome().orElseThrow()));
    }
    present.add(others.getLast().join(all.welcome().orElseThrow()));
    for (int i = 0; i < present.size(); i++) {
      commit(present, i);
    }
    latest = present.getFirst();
    return present.getLast();
  }

  private void commit(List<Group> present, int committer) throws Exception {
    Committed made = present.get(committer).commit(CommitRequest.update(), NOW, random);
    for (int i = 0; i < present.size(); i++) {
      present.set(
          i,
          i == committer
              ? made.group().adopt(made.pending()).group()
              : followed(present.get(i), made.message()));
    }
  }

  private static Group followed(Group group, byte[] message) throws Exception {
    Received received = group.process(MlsMessage.decode(message), NOW);
    return ((Received.CommitMessage) received).adopt().group();
  }

  /// Of processing one Commit: bytes that were hashed, and operations on curves.
  private long[] costs(Group reader) throws Exception {
    Committed made = latest.commit(CommitRequest.update(), NOW, random);
    crypto.hashed.set(0);
    crypto.curves.set(0);
    followed(reader, made.message());
    return new long[] {crypto.hashed.get(), crypto.curves.get()};
  }

  /// The portable primitives, counted.
  private record Counting(Crypto rest, AtomicLong hashed, AtomicLong curves)
      implements DelegatingCrypto {
    private void count(byte[]... parts) {
      for (byte[] part : parts) {
        hashed.addAndGet(part.length);
      }
    }

    @Override
    public byte[] hash(HashFunction hash, byte[]... parts) {
      count(parts);
      return rest.hash(hash, parts);
    }

    @Override
    public byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
      count(parts);
      return rest.hmac(hash, key, parts);
    }

    @Override
    public byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages) {
      count(messages);
      return rest.hmacEach(hash, key, messages);
    }

    @Override
    public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
        throws MlsException {
      VerificationKey key = rest.verificationKey(scheme, publicKey);
      return new VerificationKey() {
        @Override
        public SignatureScheme scheme() {
          return key.scheme();
        }

        @Override
        public byte[] publicKey() {
          return key.publicKey();
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
          curves.incrementAndGet();
          return key.verify(message, signature);
        }
      };
    }

    @Override
    public byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
      curves.incrementAndGet();
      return rest.publicKey(group, privateKey);
    }

    @Override
    public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
      curves.incrementAndGet();
      return rest.agree(group, privateKey, publicKey);
    }
  }
}
