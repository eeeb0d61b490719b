package sotto.mls.group;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;

/// Interprets the data of application components (draft-ietf-mls-extensions, "Updating Application
/// Data in the GroupContext"). Must be pure.
@FunctionalInterface
public interface Components {
  /// An update is the new value; of several, the last counts; every component is known.
  Components LAST_UPDATE = (componentId, current, updates) -> updates.getLast();

  /// The new data of a component after `updates` in the order of the Commit.
  ///
  /// @param current empty when the component has no data yet
  /// @throws MlsException when the component is not known or an update is not valid
  byte[] apply(int componentId, Optional<byte[]> current, List<byte[]> updates) throws MlsException;
}
