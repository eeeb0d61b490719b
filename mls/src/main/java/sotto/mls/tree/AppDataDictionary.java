package sotto.mls.tree;

import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// draft-ietf-mls-extensions §4.6: the content of the `app_data_dictionary` extension, in a
/// GroupContext, LeafNode, KeyPackage or GroupInfo.
///
/// ```text
/// struct {
///     ComponentData component_data<V>;
/// } AppDataDictionary;
/// ```
public record AppDataDictionary(List<ComponentData> components) implements Encodable {
  public static final AppDataDictionary EMPTY = new AppDataDictionary(List.of());

  public AppDataDictionary {
    given("components", components);
    components = List.copyOf(components);
  }

  /// @throws MlsException when the bytes are no such value
  public static AppDataDictionary decode(Reader in) throws MlsException {
    List<ComponentData> components = given("in", in).vector(ComponentData::decode);
    // draft-ietf-mls-extensions: "The entries in the component_data MUST be sorted by component_id,
    // and there MUST be at most one entry for each component_id."
    for (int i = 1; i < components.size(); i++) {
      if (components.get(i - 1).componentId() >= components.get(i).componentId()) {
        throw new MlsException("The application data are not sorted by component.");
      }
    }
    return new AppDataDictionary(components);
  }

  /// The dictionary in a list of extensions; an empty one when there is none.
  ///
  /// @throws MlsException when it is not sorted, or no dictionary
  public static AppDataDictionary in(Extensions extensions) throws MlsException {
    given("extensions", extensions);
    return extensions
        .find(ExtensionType.APP_DATA_DICTIONARY, AppDataDictionary::decode)
        .orElse(EMPTY);
  }

  /// The component ids that a component such as [ComponentData#APP_COMPONENTS] lists; none when it
  /// is not there.
  ///
  /// ```text
  /// struct {
  ///     ComponentID component_ids<V>;
  /// } ComponentsList;
  /// ```
  ///
  /// @throws MlsException when its data are no such list
  public List<Integer> list(int componentId) throws MlsException {
    Optional<byte[]> data = find(componentId);
    Decoder<List<Integer>> ids = in -> in.vector(Reader::uint16);
    return data.isEmpty() ? List.of() : ids.decodeAll(data.get());
  }

  /// With a list of component ids as a component's data.
  public AppDataDictionary withList(int componentId, List<Integer> ids) {
    given("ids", ids);
    return with(componentId, new Writer().vector(ids, Writer::uint16).toBytes());
  }

  @Override
  public void encode(Writer out) {
    given("out", out).vector(components);
  }

  public Optional<byte[]> find(int componentId) {
    return components.stream()
        .filter(entry -> entry.componentId() == componentId)
        .map(ComponentData::data)
        .findFirst();
  }

  public AppDataDictionary with(int componentId, byte[] data) {
    List<ComponentData> changed = new ArrayList<>(without(componentId).components);
    changed.add(new ComponentData(componentId, data));
    changed.sort(Comparator.comparingInt(ComponentData::componentId));
    return new AppDataDictionary(changed);
  }

  public AppDataDictionary without(int componentId) {
    return new AppDataDictionary(
        components.stream().filter(entry -> entry.componentId() != componentId).toList());
  }
}
