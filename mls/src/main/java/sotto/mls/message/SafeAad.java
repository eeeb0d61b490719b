package sotto.mls.message;

import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;

/// draft-ietf-mls-extensions §4.9: what several components say beside a message, in clear and
/// authenticated. In a group whose GroupContext has the component [ComponentData#SAFE_AAD] every
/// `authenticated_data` is one of these.
///
/// ```text
/// struct {
///   ComponentID component_id;
///   opaque aad_item_data<V>;
/// } SafeAADItem;
///
/// struct {
///   SafeAADItem aad_items<V>;
/// } SafeAAD;
/// ```
///
/// @param items by rising component, each once
public record SafeAad(List<Item> items) implements Encodable {
  /// What is sent when no component has anything to say: one zero byte.
  public static final SafeAad NOTHING = new SafeAad(List.of());

  /// What one component says (draft-ietf-mls-extensions §4.9).
  ///
  /// @param componentId a uint16
  public record Item(int componentId, byte[] data) implements Encodable {
    public Item {
      given("data", data);
    }

    /// @throws MlsException when the bytes are no such value
    public static Item decode(Reader in) throws MlsException {
      return new Item(given("in", in).uint16(), in.opaque());
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint16(componentId).opaque(data);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Item item
          && componentId == item.componentId
          && Arrays.equals(data, item.data);
    }

    @Override
    public int hashCode() {
      return 31 * componentId + Arrays.hashCode(data);
    }
  }

  /// @throws IllegalArgumentException when the items are not sorted, or a component is there twice
  public SafeAad {
    given("items", items);
    items = List.copyOf(items);
    if (!isSorted(items)) {
      throw new IllegalArgumentException("The items of a SafeAAD are not sorted by component.");
    }
  }

  /// @throws MlsException when the bytes are no SafeAAD, or when more follows
  public static SafeAad decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    List<Item> items = in.vector(Item::decode);
    in.end();
    if (!isSorted(items)) {
      throw new MlsException("The items of a SafeAAD are not sorted by component.");
    }
    return new SafeAad(items);
  }

  /// What a component says, if anything.
  public Optional<byte[]> find(int componentId) {
    return items.stream()
        .filter(item -> item.componentId() == componentId)
        .map(Item::data)
        .findFirst();
  }

  /// Whether the members of a group with these extensions send nothing else.
  ///
  /// @throws MlsException when their application data are malformed
  public static boolean isUsed(Extensions groupContext) throws MlsException {
    return given("groupContext", groupContext).contains(ExtensionType.APP_DATA_DICTIONARY)
        && AppDataDictionary.in(groupContext).find(ComponentData.SAFE_AAD).isPresent();
  }

  @Override
  public void encode(Writer out) {
    given("out", out).vector(items);
  }

  // draft-ietf-mls-extensions: "sorted in increasing numerical order of the component_id."
  private static boolean isSorted(List<Item> items) {
    for (int i = 1; i < items.size(); i++) {
      if (items.get(i - 1).componentId() >= items.get(i).componentId()) {
        return false;
      }
    }
    return true;
  }
}
