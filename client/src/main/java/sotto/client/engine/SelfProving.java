package sotto.client.engine;

import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.group.AuthenticationService;
import sotto.mls.tree.Credential;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.SignatureCheck;
import sotto.protocol.limits.Limits;

/// Rules 3: "A credential proves itself." Whether its account key is the one that we know is asked
/// when members come, before anything takes effect: that is [Identities]'. This part must give all
/// members the same answer.
record SelfProving(SignatureCheck check) implements AuthenticationService {
  @Override
  public Verdict check(Credential credential, byte[] signatureKey) {
    if (!(credential instanceof Credential.Basic) || signatureKey.length != Limits.ED25519_KEY) {
      return Verdict.refused("a credential is not one of Sotto's");
    }
    try {
      identity(credential).verify(check, LeafKey.of(signatureKey));
      return Verdict.accepted();
    } catch (MlsException e) {
      return Verdict.refused("a credential does not prove its account: " + e.getMessage());
    }
  }

  static CredentialIdentity identity(Credential credential) throws MlsException {
    if (credential instanceof Credential.Basic basic) {
      return ((Decoder<CredentialIdentity>) CredentialIdentity::decode).decodeAll(basic.identity());
    }
    throw new MlsException("A credential is not one of Sotto's.");
  }
}
