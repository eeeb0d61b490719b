package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.group.AuthenticationService.Verdict;
import sotto.mls.message.KeyPackage;
import sotto.mls.tree.Credential;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.DirectoryEntry.Account;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.Signature;
import sotto.protocol.wire.Bytes;

/// Rules 3: "A credential proves itself."
@Tag("rule-3")
class SelfProvingTest {
  private static final SelfProving SERVICE =
      new SelfProving(Ed25519.check(PortableCrypto.create()));

  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  void aCredentialCountsForTheLeafKeyThatItsAccountNamedAndNoOther() {
    Credential credential = Cryptography.of(PortableCrypto.create()).identity(self()).credential();
    byte[] leaf = bob.state.self().leafKeys().publicKey();
    byte[] other = alice.state.self().leafKeys().publicKey();
    assertThat(SERVICE.check(credential, leaf)).isEqualTo(Verdict.accepted());
    assertThat(SERVICE.check(credential, other)).isNotEqualTo(Verdict.accepted());
    assertThat(SERVICE.check(credential, new byte[33])).isNotEqualTo(Verdict.accepted());
    assertThat(SERVICE.check(unproved(), leaf)).isNotEqualTo(Verdict.accepted());
    assertThat(SERVICE.check(new Credential.X509(List.of()), leaf))
        .isNotEqualTo(Verdict.accepted());
  }

  @Test
  void aCredentialOfAnotherVersionIsNotRead() {
    byte[] known =
        ((Credential.Basic) Cryptography.of(PortableCrypto.create()).identity(self()).credential())
            .identity();
    known[1]++;
    byte[] leaf = bob.state.self().leafKeys().publicKey();
    assertThat(SERVICE.check(Credential.basic(known), leaf)).isNotEqualTo(Verdict.accepted());
    assertThatThrownBy(() -> SelfProving.identity(Credential.basic(known)))
        .hasMessageContaining("a version that this client does not know");
  }

  /// All that the server says of it is on the list; only the account's signature is not there.
  @Test
  void aKeyPackageThatItsAccountDidNotProveIsNotAdded() {
    SignatureKeyPair leaf = self().leafKeys();
    KeyPackage forged = Forgery.keyPackage(Forgery.identity(unprovedIdentity(), leaf), bob);
    ClientKeyPackage offer =
        new ClientKeyPackage(Views.who(bob.state).client(), false, Bytes.wrap(forged.toMessage()));
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(account.list(), List.of(), List.of(offer))
                : entry;
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(alice.outcomes.get(ticket)).isInstanceOf(Outcome.Failed.class);
    assertThat(server.submitted).noneMatch(s -> s.body() instanceof SubmissionBody.Commit);
  }

  private Self self() {
    return bob.state.self();
  }

  private Credential unproved() {
    return Credential.basic(unprovedIdentity().encoded());
  }

  private CredentialIdentity unprovedIdentity() {
    return new CredentialIdentity(self().who(), self().accountKey(), Signature.of(new byte[64]));
  }
}
