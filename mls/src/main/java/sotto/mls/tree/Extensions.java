package sotto.mls.tree;

import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// `Extension extensions<V>`: at most one of each type, in the order of the wire (RFC 9420 §13.4).
public record Extensions(List<Extension> list) implements Encodable {
  public static final Extensions NONE = new Extensions(List.of());

  /// @throws IllegalArgumentException when a type is there twice
  public Extensions {
    given("list", list);
    list = List.copyOf(list);
    if (repeats(list)) {
      throw new IllegalArgumentException("An extension type is there twice.");
    }
  }

  public static Extensions of(Extension... extensions) {
    given("extensions", extensions);
    return new Extensions(Arrays.asList(extensions));
  }

  /// @throws MlsException when the bytes are no such value
  public static Extensions decode(Reader in) throws MlsException {
    List<Extension> list = given("in", in).vector(Extension::decode);
    // RFC 9420 §13.4: "Any field containing a list of extensions MUST NOT have more than one
    // extension
    // of any given type."
    if (repeats(list)) {
      throw new MlsException("An extension type is there twice in one list.");
    }
    return list.isEmpty() ? NONE : new Extensions(list);
  }

  public Optional<Extension> find(int type) {
    return list.stream().filter(extension -> extension.type() == type).findFirst();
  }

  /// The content of an extension; trailing bytes within it are refused.
  ///
  /// @throws MlsException when it is no such content
  public <T> Optional<T> find(int type, Decoder<T> content) throws MlsException {
    given("content", content);
    Optional<Extension> found = find(type);
    return found.isEmpty() ? Optional.empty() : Optional.of(content.decodeAll(found.get().data()));
  }

  public boolean contains(int type) {
    for (Extension extension : list) {
      if (extension.type() == type) {
        return true;
      }
    }
    return false;
  }

  /// This list with `extension` in the place of the one of its type, or at the end.
  public Extensions with(Extension extension) {
    given("extension", extension);
    List<Extension> changed = new ArrayList<>(list);
    changed.replaceAll(old -> old.type() == extension.type() ? extension : old);
    if (!contains(extension.type())) {
      changed.add(extension);
    }
    return new Extensions(changed);
  }

  public Extensions without(int type) {
    return new Extensions(list.stream().filter(extension -> extension.type() != type).toList());
  }

  @Override
  public int expectedBytes() {
    return 4 + list.stream().mapToInt(Extension::expectedBytes).sum();
  }

  @Override
  public void encode(Writer out) {
    given("out", out).vector(list);
  }

  private static boolean repeats(List<Extension> list) {
    Set<Integer> types = new HashSet<>();
    return !list.stream().allMatch(extension -> types.add(extension.type()));
  }
}
