package sotto.mls.group;

import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.crypto.Secret;

/// Secrets that an operation used up (RFC 9420 §9.2). Erase them when the new state is durable;
/// until then, and if it never is, the old state can be read again from where it is stored.
public record Consumed(List<Secret> secrets) {
  /// Of an operation that used nothing up.
  public static final Consumed NOTHING = new Consumed(List.of());

  public Consumed {
    given("secrets", secrets);
    secrets = List.copyOf(secrets);
  }

  /// Overwrites them with zeros; again does nothing more.
  public void erase() {
    secrets.forEach(Secret::erase);
  }
}
