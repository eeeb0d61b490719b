package sotto.mls.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import sotto.mls.crypto.Secret;

/// Which secrets a group holds, so that those are erased that its successor does not share.
final class HeldSecrets {
  private HeldSecrets() {}

  /// All but the signature key, which is the client's.
  static List<Secret> of(Group group) {
    EpochState state = group.state();
    List<Secret> secrets = new ArrayList<>(state.secrets().secrets());
    state.keys().keys().forEach(key -> key.ifPresent(pair -> secrets.add(pair.privateKey())));
    state.past().forEach(past -> secrets.add(past.psk()));
    secrets.addAll(group.messages().secrets());
    return secrets;
  }

  /// Those that `kept` does not hold too.
  static List<Secret> without(List<Secret> secrets, Group kept) {
    Set<Secret> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    shared.addAll(of(kept));
    return secrets.stream().filter(secret -> !shared.contains(secret)).toList();
  }
}
