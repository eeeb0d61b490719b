package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.crypto.Secret;
import sotto.mls.schedule.ExporterTree;

/// A secret for one component of the application, and the group that no longer has it
/// (draft-ietf-mls-extensions, "Exported Secrets").
public record SafelyExported(Group group, Secret secret, Consumed consumed) {
  public SafelyExported {
    allGiven("group secret consumed", group, secret, consumed);
  }

  static SafelyExported of(Group before, int componentId) {
    before.uses().requireUnused();
    MessageState messages = before.messages();
    ExporterTree.Exported exported =
        messages.exporterTree().export(before.state().crypto(), componentId);
    Group next = before.next(messages.with(exported.next()));
    return new SafelyExported(next, exported.secret(), new Consumed(exported.consumed()));
  }
}
