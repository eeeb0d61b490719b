package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

/// The four modes of HPKE (RFC 9180 §5). MLS uses [Base] alone.
///
/// In `Auth` modes the sender gives its key pair and the receiver the sender's public key.
public sealed interface HpkeMode<K> {
  record Base<K>() implements HpkeMode<K> {}

  record Psk<K>(Secret psk, byte[] pskId) implements HpkeMode<K> {
    public Psk {
      allGiven("psk pskId", psk, pskId);
    }
  }

  record Auth<K>(K sender) implements HpkeMode<K> {
    public Auth {
      given("sender", sender);
    }
  }

  record AuthPsk<K>(K sender, Secret psk, byte[] pskId) implements HpkeMode<K> {
    public AuthPsk {
      allGiven("sender psk pskId", sender, psk, pskId);
    }
  }
}
