package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.concurrent.Executor;
import sotto.mls.crypto.Crypto;

/// What the application decides once for all its groups. Holds no state, no clock and no
/// randomness; of its parts, those that are interfaces must be pure.
///
/// @param crypto the primitives
/// @param authentication says which credentials are true (RFC 9420 §5.3.1)
/// @param policy which optional parts of the protocol are allowed
/// @param bounds how much of the past is kept, and how far ahead a message may be
/// @param preSharedKeys finds the keys that PreSharedKey proposals name
/// @param components interprets application data (draft-ietf-mls-extensions)
/// @param executor runs the verification of leaf signatures on joining; `Runnable::run` is one
///   thread
/// @param leafMemory remembers which leaf signatures hold; [LeafMemory#NONE] verifies them again
public record Settings(
    Crypto crypto,
    AuthenticationService authentication,
    Policy policy,
    Bounds bounds,
    PreSharedKeys preSharedKeys,
    Components components,
    Executor executor,
    LeafMemory leafMemory) {
  public Settings {
    allGiven(
        "crypto authentication policy bounds preSharedKeys components executor leafMemory",
        crypto,
        authentication,
        policy,
        bounds,
        preSharedKeys,
        components,
        executor,
        leafMemory);
  }

  /// Private messages only, nothing from outside the group, no pre-shared keys, one thread.
  public static Settings of(Crypto crypto, AuthenticationService authentication) {
    return new Settings(
        crypto,
        authentication,
        Policy.STRICT,
        Bounds.DEFAULT,
        PreSharedKeys.NONE,
        Components.LAST_UPDATE,
        Runnable::run,
        LeafMemory.NONE);
  }

  public Settings withPolicy(Policy policy) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }

  public Settings withBounds(Bounds bounds) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }

  public Settings withPreSharedKeys(PreSharedKeys preSharedKeys) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }

  public Settings withComponents(Components components) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }

  public Settings withExecutor(Executor executor) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }

  public Settings withLeafMemory(LeafMemory leafMemory) {
    return new Settings(
        crypto, authentication, policy, bounds, preSharedKeys, components, executor, leafMemory);
  }
}
