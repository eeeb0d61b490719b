package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.AccountSuccessor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry.Account;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.SignedAccountSuccessor;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.Signer;

/// Rules 5: an account key "can be replaced by a successor that the old key signs; contacts see
/// it".
@Tag("rule-5")
class SuccessorTest {
  private static final PortableCrypto CRYPTO = PortableCrypto.create();

  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final SignatureKeyPair next =
      CRYPTO.generateSignatureKeyPair(SignatureScheme.ED25519, new Random(5));
  private final SignatureKeyPair stranger =
      CRYPTO.generateSignatureKeyPair(SignatureScheme.ED25519, new Random(6));

  @BeforeEach
  void talking() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    alice.told.clear();
  }

  @Test
  void theKeyThatThePinnedOneNamedIsFollowedAndContactsSeeIt() throws Exception {
    shown(bob.address(), key(bobs()), bobs());
    assertThat(pinned()).isEqualTo(key(next));
    assertThat(alice.told(Event.IdentityChanged.class))
        .singleElement()
        .extracting(Event.IdentityChanged::reason)
        .asString()
        .contains("replaced its account key");
    alice.says("bob", "to the same person");
  }

  @Test
  void aSuccessorThatTheOldKeyDidNotSignIsNot() throws Exception {
    shown(bob.address(), key(bobs()), stranger);
    assertThat(pinned()).isEqualTo(key(bobs()));
    assertThat(alice.told(Event.IdentityChanged.class)).isEmpty();
  }

  @Test
  void aSuccessorOfAnotherKeyThanThePinnedOneIsNot() throws Exception {
    shown(bob.address(), key(stranger), stranger);
    stopped();
  }

  @Test
  void aSuccessorForAnotherAddressIsNot() throws Exception {
    shown(Address.parse("carol@localhost"), key(bobs()), bobs());
    stopped();
  }

  /// Only the user ends a stop: whoever has the key made the doubt with it.
  @Test
  void aSuccessorEndsNoStop() throws Exception {
    alice.cheats(
        turn -> turn.contact(turn.known(bob.address()).stopped("Two lists of one version.")));
    shown(bob.address(), key(bobs()), bobs());
    assertThat(alice.isRefused("bob", "secret").kind()).isEqualTo(Trouble.Kind.SECURITY);
  }

  private void stopped() throws Exception {
    assertThat(pinned()).isEqualTo(key(bobs()));
    assertThat(alice.isRefused("bob", "secret").kind()).isEqualTo(Trouble.Kind.SECURITY);
  }

  /// The directory shows Bob's list under the next key, with such a statement beside it.
  private void shown(Address address, AccountKey old, SignatureKeyPair by) throws Exception {
    SignedAccountSuccessor statement =
        signed(new AccountSuccessor(address, old, key(next), alice.now), by);
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(under(account.list().list()), List.of(statement), List.of())
                : entry;
    alice.cheats(turn -> Directory.list(turn, bob.address()));
    server.run(alice);
  }

  private SignedClientList under(ClientList list) {
    return SignedClientList.sign(
        new ClientList(
            list.address(), key(next), list.version() + 1, list.hash(), alice.now, list.clients()),
        signer(next));
  }

  private static SignedAccountSuccessor signed(AccountSuccessor statement, SignatureKeyPair by) {
    return new SignedAccountSuccessor(statement, statement.sign(signer(by)));
  }

  private SignatureKeyPair bobs() {
    return bob.state.self().accountKeys();
  }

  private AccountKey pinned() {
    return alice.state.contact(bob.address()).orElseThrow().pinned().orElseThrow();
  }

  private static AccountKey key(SignatureKeyPair keys) {
    return AccountKey.of(keys.publicKey());
  }

  private static Signer signer(SignatureKeyPair keys) {
    try {
      return Ed25519.signer(CRYPTO.signingKey(keys));
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }
}
