package sotto.mls.group;

import static sotto.mls.Given.given;

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

  /// Whether the application has that component: proposals for others are not valid.
  default boolean knows(int componentId) {
    return true;
  }

  /// What the application says of an [sotto.mls.message.Proposal.AppEphemeral], in the order of the
  /// Commit; the data themselves are in [CommitSummary#proposals].
  ///
  /// @throws MlsException when the data are not valid, and the Commit with them
  default void check(int componentId, byte[] ephemeral) throws MlsException {
    given("ephemeral", ephemeral);
  }
}
