package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sotto.mls.Surface;
import sotto.mls.message.MlsMessage;

/// Whoever gives null hears at once which argument it was, not later from within, and nothing has
/// happened.
class NullArgumentsTest {
  private final Samples samples;

  NullArgumentsTest() throws Exception {
    samples = new Samples();
  }

  /// Of every exported type, each constructor and method that somebody may call.
  private static List<Executable> callable() throws Exception {
    List<Executable> found = new ArrayList<>();
    for (Class<?> type : Surface.types()) {
      Stream.concat(
              Arrays.stream(type.getDeclaredConstructors()),
              Arrays.stream(type.getDeclaredMethods()))
          .filter(one -> Modifier.isPublic(one.getModifiers()) && !one.isSynthetic())
          .filter(one -> !Modifier.isAbstract(one.getModifiers()) && !isTheLanguages(one))
          .forEach(found::add);
    }
    return found;
  }

  /// What the compiler writes: to `equals` null is another value, and `valueOf` of an enum has a
  /// sentence of its own.
  private static boolean isTheLanguages(Executable one) {
    return one.getName().equals("equals")
        || one.getName().equals("valueOf") && one.getDeclaringClass().isEnum();
  }

  @Test
  void everyNullIsRefusedByName() throws Exception {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Executable one : callable()) {
      for (int i = 0; i < one.getParameterCount(); i++) {
        if (!one.getParameterTypes()[i].isPrimitive()) {
          tried++;
          String name = one.getParameters()[i].getName();
          String said = said(one, i);
          if (!said.equals("The argument " + name + " is null, and this library takes no null.")) {
            wrong.add(one + ", " + name + ": " + said);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(650);
  }

  /// What a call says with null in one place and samples in all others.
  private String said(Executable one, int missing) throws Exception {
    Object[] arguments = new Object[one.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == missing ? null : samples.of(one.getParameterTypes()[i]);
    }
    try {
      switch (one) {
        case Constructor<?> constructor -> constructor.newInstance(arguments);
        case Method method when Modifier.isStatic(method.getModifiers()) ->
            method.invoke(null, arguments);
        case Method method -> method.invoke(samples.of(method.getDeclaringClass()), arguments);
      }
      return "nothing";
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof NullPointerException refusal
          ? String.valueOf(refusal.getMessage())
          : "threw " + e.getCause();
    }
  }

  @Test
  void andUsesNothingUp() throws Exception {
    Group group = samples.of(Group.class);
    PendingCommit pending = samples.of(PendingCommit.class);
    byte[] state = group.encode();
    byte[] next = pending.encode();
    for (Executable one : callable()) {
      if (one.getDeclaringClass() == Group.class
          || one.getDeclaringClass() == PendingCommit.class) {
        for (int i = 0; i < one.getParameterCount(); i++) {
          if (!one.getParameterTypes()[i].isPrimitive()) {
            said(one, i);
            assertThat(group.encode()).as("%s", one).isEqualTo(state);
            assertThat(pending.encode()).as("%s", one).isEqualTo(next);
          }
        }
      }
    }
    Group adopted = group.adopt(pending).group();
    Sent sent = adopted.protect(new byte[1], new byte[0], Padding.NONE, samples.random());
    assertThat(MlsMessage.decode(sent.message())).isNotNull();
  }
}
