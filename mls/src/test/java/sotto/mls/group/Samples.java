package sotto.mls.group;

import static sotto.mls.group.Person.CLASSIC;
import static sotto.mls.group.Person.CRYPTO;
import static sotto.mls.group.Person.NOW;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.Derivation;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeContext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.HpkeMode;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.Lifetime;

/// A value of every type that a signature of the library names, which goes through where it is an
/// argument. Records are made of values of their components, of sealed types there is the first.
final class Samples {
  private final Map<Class<?>, Object> known = new HashMap<>();

  Samples() throws Exception {
    Person alice = new Person("alice", CLASSIC, Person.open(), new Random(1));
    Person bob = new Person("bob", CLASSIC, Person.open(), new Random(2));
    GroupParameters parameters = GroupParameters.of(new GroupId(new byte[] {1}), CLASSIC);
    Group founded = Group.create(alice.settings, alice.identity, parameters, NOW, random());
    CommitRequest add = CommitRequest.update().add(bob.keyPackage.keyPackage());
    Committed committed = founded.commit(add, NOW, random());
    Group group = committed.group();
    Group atBob = bob.join(committed.welcome().orElseThrow());
    Committed waiting = atBob.commit(CommitRequest.update(), NOW, random());
    GroupInfo info = group.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random());
    keep(Group.class, group);
    keep(PendingCommit.class, committed.pending());
    keep(Welcome.class, MlsMessage.decode(committed.welcome().orElseThrow(), Welcome.class));
    keep(GroupInfo.class, info);
    keep(MlsMessage.class, info);
    keep(Proposal.Custom.class, new Proposal.Custom(0xf123, new byte[0]));
    keep(Settings.class, alice.settings);
    keep(Policy.class, Policy.ALL);
    keep(Bounds.class, Bounds.DEFAULT);
    keep(Identity.class, alice.identity);
    keep(GroupParameters.class, parameters);
    keep(KeyPackageSecrets.class, bob.keyPackage);
    keep(KeyPackage.class, bob.keyPackage.keyPackage());
    keep(LeafNode.class, group.me().leaf());
    keep(Lifetime.class, new Lifetime(0, 1));
    keep(CommitSummary.class, waiting.summary());
    ofTheLanguage();
    ofCryptography(alice.identity.keys());
  }

  private void ofTheLanguage() {
    keep(int.class, 1);
    keep(long.class, 1L);
    keep(String.class, "text");
    keep(Object.class, "object");
    keep(byte[].class, new byte[32]);
    keep(Class.class, Welcome.class);
    keep(Throwable.class, new AssertionError());
    keep(Duration.class, Duration.ofDays(1));
    keep(Instant.class, NOW);
    keep(List.class, List.of());
    keep(Set.class, Set.of());
    keep(Map.class, Map.of());
    keep(SortedMap.class, new TreeMap<>());
    keep(Optional.class, Optional.empty());
    keep(RandomGenerator.class, random());
    keep(IntStream.class, IntStream.empty());
    keep(Reader.class, new Reader(new byte[64]));
    keep(Writer.class, new Writer());
    keep(MlsException.class, new MlsException("A sentence."));
  }

  private void ofCryptography(SignatureKeyPair keys) throws MlsException {
    SuiteCrypto suite = new SuiteCrypto(CLASSIC, CRYPTO);
    HpkeKeyPair pair = suite.generateHpkeKeyPair(random());
    Hpke.SenderSetup sender =
        suite.hpke().setupSender(pair.publicKey(), new byte[0], new HpkeMode.Base<>(), random());
    DelegatingCrypto delegating = () -> CRYPTO;
    keep(Crypto.class, CRYPTO);
    keep(CRYPTO.getClass(), CRYPTO);
    keep(DelegatingCrypto.class, delegating);
    keep(SuiteCrypto.class, suite);
    keep(Hpke.class, suite.hpke());
    keep(HpkeKeyPair.class, pair);
    keep(HpkeContext.class, sender.context());
    keep(HpkeMode.class, new HpkeMode.Base<HpkeKeyPair>());
    keep(Aead.class, CLASSIC.aead());
    keep(Secret.class, Secret.copyOf(new byte[32]));
    keep(SignatureKeyPair.class, keys);
    keep(SigningKey.class, CRYPTO.signingKey(keys));
    keep(VerificationKey.class, suite.verificationKey(keys.publicKey()));
    keep(Derivation.class, Derivation.of(new Derivation.Output("key", 16)));
  }

  private void keep(Class<?> type, Object value) {
    known.put(type, value);
  }

  RandomGenerator random() {
    return new Random(3);
  }

  <T> T of(Class<T> type) throws Exception {
    if (!known.containsKey(type)) {
      known.put(type, made(type));
    }
    @SuppressWarnings("unchecked") // what is kept under a class is of it
    T value = (T) known.get(type);
    return value;
  }

  private Object made(Class<?> type) throws Exception {
    if (type.isArray()) {
      return Array.newInstance(type.componentType(), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    if (type.isRecord()) {
      return ofComponents(type);
    }
    if (type.isInterface()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) ->
              method.isDefault()
                  ? InvocationHandler.invokeDefault(proxy, method, arguments)
                  : null);
    }
    if (Modifier.isFinal(type.getModifiers())) {
      // Of a type whose methods all belong to the class no value is asked for.
      return "no value of " + type;
    }
    throw new AssertionError("There is no sample of " + type + ".");
  }

  private Object ofComponents(Class<?> type) throws Exception {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = of(types[i]);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }
}
