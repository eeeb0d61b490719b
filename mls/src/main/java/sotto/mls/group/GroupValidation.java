package sotto.mls.group;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import sotto.mls.codec.MlsException;
import sotto.mls.message.ProposalType;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;
import sotto.mls.treekem.Census;

/// Whether the members go together with each other and with the group's extensions (RFC 9420 §7.3,
/// §11.1, §13.4). The tree keeps the [Census], so that this takes the same time for any group.
final class GroupValidation {
  private GroupValidation() {}

  static void check(Census census, Extensions context) throws MlsException {
    if (census.isNobody()) {
      return;
    }
    // RFC 9420 §7.3: "Verify that the credential type is supported by all members of the group".
    List<Integer> used = List.copyOf(census.credentials());
    requireAll(used, type -> false, census.commonCredentials(), "a credential type in use");
    // RFC 9420 §13.4: "an extension in use by the group MUST be supported by all members".
    List<Integer> inUse = context.list().stream().map(Extension::type).toList();
    requireAll(inUse, ExtensionType::isDefault, census.commonExtensions(), "an extension in use");
    var required = context.find(ExtensionType.REQUIRED_CAPABILITIES, RequiredCapabilities::decode);
    if (required.isPresent()) {
      // RFC 9420 §7.3: "the required extensions, proposals, and credential types MUST be listed in
      // the LeafNode's capabilities field."
      RequiredCapabilities needs = required.get();
      requireAll(
          needs.extensionTypes(),
          ExtensionType::isDefault,
          census.commonExtensions(),
          "a required extension");
      requireAll(
          needs.proposalTypes(),
          ProposalType::isDefault,
          census.commonProposals(),
          "a required proposal");
      requireAll(
          needs.credentialTypes(),
          type -> false,
          census.commonCredentials(),
          "a required credential type");
    }
    checkComponents(census, AppDataDictionary.in(context));
  }

  // draft-ietf-mls-extensions §5: "When present in the GroupContext, the semantics are the list of
  // required components", which "must be understood by the entire group".
  private static void checkComponents(Census census, AppDataDictionary context)
      throws MlsException {
    List<Integer> required = context.list(ComponentData.APP_COMPONENTS);
    requireAll(required, type -> false, census.commonComponents(), "a required component");
    List<Integer> beside = context.list(ComponentData.SAFE_AAD);
    requireAll(beside, type -> false, census.commonSafeAad(), "a component of the Safe AAD");
  }

  /// RFC 9420 §12.2: "a Proposal with a non-default proposal type that is not supported by some
  /// members of the group that will process the Commit".
  static void checkProposalType(Census census, int type) throws MlsException {
    // Where the last members leave and a newcomer commits it, nobody is left who might lack it.
    if (!census.isNobody()) {
      requireAll(
          List.of(type), ProposalType::isDefault, census.commonProposals(), "a proposal's type");
    }
  }

  private static void requireAll(
      List<Integer> types, IntPredicate isDefault, Set<Integer> common, String what)
      throws MlsException {
    for (int type : types) {
      // RFC 9420 §13.5: "representations of a client's own capabilities MUST NOT contain GREASE
      // values": this client is among the members, and what it lists of them it does not support.
      boolean supported = common.contains(type) && !Grease.isOne(type);
      if (!isDefault.test(type) && !supported) {
        throw new MlsException("A member does not support " + what + " (" + type + ").");
      }
    }
  }
}
