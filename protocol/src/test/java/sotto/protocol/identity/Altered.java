package sotto.protocol.identity;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sotto.protocol.wire.Bytes;

/// Statements that differ from another in one field.
final class Altered {
  private Altered() {}

  /// Other values of a field's type; of a struct in a field, one for each of its own fields.
  static List<Object> values(Object value) throws ReflectiveOperationException {
    return switch (value) {
      case Integer number -> List.of(number + 1);
      case Long number -> List.of(number + 1);
      case String text -> List.of(text + "x");
      case Instant time -> List.of(time.plusSeconds(1));
      case Bytes bytes -> List.of(flipped(bytes));
      case List<?> list -> List.of(List.of());
      case Admission admission -> List.of(new Admission.ByInvite(InviteToken.of(new byte[16])));
      case DirectoryEntry.None none -> List.of(released());
      case Record struct -> structs(struct);
      default -> throw new AssertionError("no other value of " + value.getClass());
    };
  }

  private static List<Object> structs(Record struct) throws ReflectiveOperationException {
    List<Object> others = new ArrayList<>();
    for (RecordComponent field : struct.getClass().getRecordComponents()) {
      for (Object other : values(field.getAccessor().invoke(struct))) {
        others.add(with(struct, field, other));
      }
    }
    return others;
  }

  static <T> T with(T struct, RecordComponent changed, Object other)
      throws ReflectiveOperationException {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) struct.getClass();
    RecordComponent[] fields = type.getRecordComponents();
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] =
          fields[i].getName().equals(changed.getName())
              ? other
              : fields[i].getAccessor().invoke(struct);
    }
    Class<?>[] types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] copy = bytes.size() == 0 ? new byte[1] : bytes.toArray();
    copy[copy.length - 1] ^= 1;
    return Bytes.of(copy);
  }

  private static DirectoryEntry released() {
    return new DirectoryEntry.Released(
        new AccountRelease(
            ServerKey.of(new byte[32]),
            new Address("alice", "example.org"),
            AccountKey.of(new byte[32]),
            Instant.EPOCH),
        Signature.of(new byte[64]));
  }
}
