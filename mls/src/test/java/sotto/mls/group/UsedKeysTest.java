package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;

/// After its use a key is in no object that can be reached from the group or from what it returned.
@Tag("invariant-11")
class UsedKeysTest {
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(9);

  @ParameterizedTest
  @EnumSource
  void aUsedKeyIsNowhere(CipherSuite suite) throws Exception {
    Person alice = new Person("alice", suite, Person.open(), random);
    Person bob = new Person("bob", suite, Person.open(), random);
    Group founded =
        Group.create(
            alice.settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), suite),
            NOW,
            random);
    Committed added =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    Group atAlice = added.group().adopt(added.pending()).group();
    Group atBob = bob.join(added.welcome().orElseThrow());

    Sent sent = atAlice.protect(new byte[50], NOTHING, Padding.NONE, random);
    var received =
        (Received.ApplicationMessage) atBob.process(MlsMessage.decode(sent.message()), NOW);
    checkGone(sent.consumed(), sent, atAlice);
    checkGone(received.consumed(), received, atBob);

    Committed next = sent.group().commit(CommitRequest.update(), NOW, random);
    Received.CommitMessage commit =
        (Received.CommitMessage) received.group().process(MlsMessage.decode(next.message()), NOW);
    Adopted adopted = commit.adopt();
    checkGone(adopted.consumed(), adopted, received);
    Adopted own = next.group().adopt(next.pending());
    checkGone(own.consumed(), own, next);
  }

  /// A Commit that was looked at and left: what is still in it are keys of the group that goes on.
  @Test
  void ofACommitThatIsLeftNothingIsLeft() throws Exception {
    Insider insider = new Insider();
    Committed made = insider.atAlice.commit(CommitRequest.update(), NOW, random);
    Received.CommitMessage left =
        (Received.CommitMessage) insider.atBob.process(MlsMessage.decode(made.message()), NOW);
    Group other = insider.copy(insider.atBob);
    Received.CommitMessage entered =
        (Received.CommitMessage) other.process(MlsMessage.decode(made.message()), NOW);
    Group next = entered.adopt().group();
    Set<String> kept = new HashSet<>();
    for (Secret secret : HeldSecrets.of(insider.atBob)) {
      kept.add(HexFormat.of().formatHex(secret.copy()));
    }
    List<String> ofNext = new ArrayList<>();
    for (Secret secret : HeldSecrets.of(next)) {
      String bytes = HexFormat.of().formatHex(secret.copy());
      if (!kept.contains(bytes) && secret.length() > 0) {
        ofNext.add(bytes);
      }
    }
    assertThat(ofNext).isNotEmpty();
    assertThat(bytesFrom(left)).containsAll(ofNext);
    left.erase();
    assertThat(bytesFrom(left)).doesNotContainAnyElementsOf(ofNext);
    assertThat(HeldSecrets.of(insider.atBob)).noneMatch(Secret::isErased);
  }

  private static void checkGone(Consumed consumed, Object... roots) {
    assertThat(consumed.secrets()).isNotEmpty();
    List<String> used = new ArrayList<>();
    for (Secret secret : consumed.secrets()) {
      used.add(HexFormat.of().formatHex(secret.copy()));
    }
    assertThat(bytesFrom(roots)).containsAll(used);
    consumed.erase();
    assertThat(bytesFrom(roots)).doesNotContainAnyElementsOf(used);
  }

  /// Every byte array that can be reached, in hexadecimal.
  private static Set<String> bytesFrom(Object... roots) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> found = new HashSet<>();
    Deque<Object> open = new ArrayDeque<>(List.of(roots));
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (!seen.add(object)) {
        continue;
      }
      switch (object) {
        case byte[] bytes -> found.add(HexFormat.of().formatHex(bytes));
        case Object[] array -> List.of(array).forEach(each -> add(open, each));
        case Optional<?> value -> value.ifPresent(each -> add(open, each));
        case Map<?, ?> map -> {
          map.keySet().forEach(each -> add(open, each));
          map.values().forEach(each -> add(open, each));
        }
        case Iterable<?> values -> values.forEach(each -> add(open, each));
        default -> fields(object).forEach(each -> add(open, each));
      }
    }
    return found;
  }

  private static void add(Deque<Object> open, @Nullable Object object) {
    if (object != null) {
      open.push(object);
    }
  }

  private static List<Object> fields(Object object) {
    List<Object> values = new ArrayList<>();
    Class<?> type = object.getClass();
    while (type != null && type.getName().startsWith("sotto.mls")) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            Object value = field.get(object);
            if (value != null) {
              values.add(value);
            }
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
      type = type.getSuperclass();
    }
    return values;
  }
}
