package sotto.client.engine;

import java.util.List;
import sotto.client.engine.GroupRow.Life;
import sotto.mls.group.Group;

/// The groups beneath a conversation, first the one that is written to: to compare what members
/// hold, and what is shown of it, with each other.
public final class Holdings {
  private Holdings() {}

  /// Under what the rows of the conversation with this id are kept.
  public static String key(State state, String id) {
    return state.talks().values().stream()
        .filter(talk -> talk.id().hex().equals(id))
        .findFirst()
        .orElseThrow()
        .key();
  }

  /// All that there are.
  public static List<Group> groups(State state, String id) {
    return state.groupsOf(key(state, id)).stream().map(GroupRow::group).toList();
  }

  /// Those whose state this client has not lost.
  public static List<Group> readable(State state, String id) {
    return state.groupsOf(key(state, id)).stream()
        .filter(row -> row.life() != Life.LOST)
        .map(GroupRow::group)
        .toList();
  }
}
