package sotto.client.engine;

import java.util.List;
import sotto.client.engine.GroupRow.Life;
import sotto.mls.group.Group;

/// The groups beneath a conversation, first the one that is written to: to compare what members
/// hold, and what is shown of it, with each other.
public final class Holdings {
  private Holdings() {}

  /// All that there are.
  public static List<Group> groups(State state, String conversation) {
    return state.groupsOf(conversation).stream().map(GroupRow::group).toList();
  }

  /// Those whose state this client has not lost.
  public static List<Group> readable(State state, String conversation) {
    return state.groupsOf(conversation).stream()
        .filter(row -> row.life() != Life.LOST)
        .map(GroupRow::group)
        .toList();
  }
}
