package sotto.mls.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalType;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;

/// The application data of the GroupContext (draft-ietf-mls-extensions, "Updating Application Data
/// in the GroupContext"), and what a leaf says of them.
final class AppData {
  /// What this library itself understands.
  private static final List<Integer> OWN =
      List.of(
          ComponentData.APP_COMPONENTS,
          ComponentData.SAFE_AAD,
          ComponentData.LAST_RESORT_KEY_PACKAGE);

  private AppData() {}

  /// draft-ietf-mls-extensions §4.6: "Every implementation that advertises support for the
  /// app_data_dictionary extension MUST understand and advertise the app_components component".
  static Extensions advertised(Capabilities capabilities, Extensions extensions) {
    boolean silent =
        capabilities.extensions().contains(ExtensionType.APP_DATA_DICTIONARY)
            && ofLeaf(extensions).find(ComponentData.APP_COMPONENTS).isEmpty();
    return silent ? listing(extensions, List.of()) : extensions;
  }

  /// A leaf's extensions with the library's components and more in the list of those understood.
  static Extensions listing(Extensions extensions, List<Integer> components) {
    List<Integer> all =
        Stream.concat(OWN.stream(), components.stream()).distinct().sorted().toList();
    AppDataDictionary data = ofLeaf(extensions).withList(ComponentData.APP_COMPONENTS, all);
    return extensions.with(Extension.of(ExtensionType.APP_DATA_DICTIONARY, data));
  }

  static Capabilities understood(Capabilities capabilities) {
    if (capabilities.supports(ExtensionType.APP_DATA_DICTIONARY)) {
      return capabilities;
    }
    List<Integer> extensions = new ArrayList<>(capabilities.extensions());
    extensions.add(ExtensionType.APP_DATA_DICTIONARY);
    return capabilities.withExtensions(extensions.toArray(Integer[]::new));
  }

  private static AppDataDictionary ofLeaf(Extensions extensions) {
    try {
      return AppDataDictionary.in(extensions);
    } catch (MlsException e) {
      throw new IllegalArgumentException("The leaf's own application data are malformed.", e);
    }
  }

  /// draft-ietf-mls-extensions: "AppEphemeral proposals MUST be processed after any default
  /// proposals ..., but before any AppDataUpdate proposals", and in their order.
  static void check(ProposalList list, Components components) throws MlsException {
    for (var ephemeral : list.of(Proposal.AppEphemeral.class).toList()) {
      check(ephemeral, components);
    }
    for (var update : list.of(Proposal.AppDataUpdate.class).toList()) {
      requireKnown(update.componentId(), components);
    }
  }

  static void check(Proposal.AppEphemeral ephemeral, Components components) throws MlsException {
    requireKnown(ephemeral.componentId(), components);
    components.check(ephemeral.componentId(), ephemeral.data());
  }

  /// An update that is not committed yet: draft-ietf-mls-extensions §4.7 has one "invalid if its
  /// component_id references a component that is not known to the application, or if it specifies
  /// the removal of state for a component_id that has no state present". What it changes the state
  /// to depends on those beside it.
  static void checkAlone(Proposal.AppDataUpdate update, Extensions context, Components components)
      throws MlsException {
    requireKnown(update.componentId(), components);
    if (update.update().isEmpty()
        && AppDataDictionary.in(context).find(update.componentId()).isEmpty()) {
      throw new MlsException("The data of a component are removed and are not there.");
    }
  }

  private static void requireKnown(int componentId, Components components) throws MlsException {
    if (!components.knows(componentId)) {
      throw new MlsException("A proposal is for a component (" + componentId + ") not known here.");
    }
  }

  /// "AppDataUpdate proposals are processed after any default proposals".
  static Extensions apply(ProposalList list, Extensions extensions, Components components)
      throws MlsException {
    Map<Integer, List<Proposal.AppDataUpdate>> byComponent = new LinkedHashMap<>();
    for (var update : list.of(Proposal.AppDataUpdate.class).toList()) {
      byComponent.computeIfAbsent(update.componentId(), id -> new ArrayList<>()).add(update);
    }
    if (byComponent.isEmpty()) {
      return extensions;
    }
    SortedMap<Integer, byte[]> data = new TreeMap<>();
    for (ComponentData entry : AppDataDictionary.in(extensions).components()) {
      data.put(entry.componentId(), entry.data());
    }
    for (var entry : byComponent.entrySet()) {
      int componentId = entry.getKey();
      Optional<byte[]> current = Optional.ofNullable(data.get(componentId));
      Optional<byte[]> next = applied(componentId, current, entry.getValue(), components);
      next.ifPresentOrElse(
          changed -> data.put(componentId, changed), () -> data.remove(componentId));
    }
    AppDataDictionary changed =
        new AppDataDictionary(
            data.entrySet().stream()
                .map(entry -> new ComponentData(entry.getKey(), entry.getValue()))
                .toList());
    return extensions.with(Extension.of(ExtensionType.APP_DATA_DICTIONARY, changed));
  }

  /// A component's data after its proposals; empty when they are removed.
  private static Optional<byte[]> applied(
      int componentId,
      Optional<byte[]> current,
      List<Proposal.AppDataUpdate> proposals,
      Components components)
      throws MlsException {
    List<byte[]> updates = new ArrayList<>();
    for (Proposal.AppDataUpdate proposal : proposals) {
      proposal.update().ifPresent(updates::add);
    }
    if (updates.size() == proposals.size()) {
      return Optional.of(components.apply(componentId, current, updates));
    }
    // draft-ietf-mls-extensions: "a proposal list is valid only if it contains (a) a single remove
    // operation or (b) one or more update operations." And it is invalid "if it specifies the
    // removal of state for a component_id that has no state present".
    if (proposals.size() > 1 || current.isEmpty()) {
      throw new MlsException("The data of a component are removed and changed, or are not there.");
    }
    return Optional.empty();
  }

  /// "When an MLS group contains the AppDataUpdate proposal type in the proposal_types list in the
  /// group's required_capabilities extension, a GroupContextExtensions proposal MUST NOT add,
  /// remove, or modify the app_data_dictionary GroupContext extension."
  static void checkReplacement(Extensions before, Extensions after) throws MlsException {
    AppDataDictionary.in(after);
    var required = before.find(ExtensionType.REQUIRED_CAPABILITIES, RequiredCapabilities::decode);
    boolean byUpdateOnly =
        required.isPresent()
            && required.get().proposalTypes().contains(ProposalType.APP_DATA_UPDATE);
    if (byUpdateOnly
        && !before
            .find(ExtensionType.APP_DATA_DICTIONARY)
            .equals(after.find(ExtensionType.APP_DATA_DICTIONARY))) {
      throw new MlsException("The application data are changed other than by AppDataUpdate.");
    }
  }
}
