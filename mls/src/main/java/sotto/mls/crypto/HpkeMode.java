package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

/// The four modes of HPKE (RFC 9180 §5). MLS uses [Base] alone.
///
/// In `Auth` modes the sender gives its key pair and the receiver the sender's public key.
public sealed interface HpkeMode<K> {
  /// `mode_base`: nobody is authenticated (RFC 9180 §5.1.1).
  record Base<K>() implements HpkeMode<K> {}

  /// `mode_psk`: both have a pre-shared key (RFC 9180 §5.1.2).
  ///
  /// @param psk 32 bytes or more
  record Psk<K>(Secret psk, byte[] pskId) implements HpkeMode<K> {
    public Psk {
      allGiven("psk pskId", psk, pskId);
    }
  }

  /// `mode_auth`: the sender has a key pair of the KEM (RFC 9180 §5.1.3).
  record Auth<K>(K sender) implements HpkeMode<K> {
    public Auth {
      given("sender", sender);
    }
  }

  /// `mode_auth_psk`: both of these (RFC 9180 §5.1.4).
  record AuthPsk<K>(K sender, Secret psk, byte[] pskId) implements HpkeMode<K> {
    public AuthPsk {
      allGiven("sender psk pskId", sender, psk, pskId);
    }
  }
}
