package sotto.protocol.identity;

import java.util.Optional;
import sotto.mls.codec.MlsException;

/// `alice@host` or `alice@host#fingerprint`: how a person names another. With the fingerprint of
/// the account key, the first contact is already verified.
public record ContactAddress(Address address, Optional<Fingerprint> fingerprint) {
  public static ContactAddress parse(String typed) throws MlsException {
    int hash = typed.indexOf('#');
    return hash < 0
        ? new ContactAddress(Address.parse(typed), Optional.empty())
        : new ContactAddress(
            Address.parse(typed.substring(0, hash)),
            Optional.of(Fingerprint.parse(typed.substring(hash + 1))));
  }

  @Override
  public String toString() {
    return address + fingerprint.map(f -> "#" + f).orElse("");
  }
}
