package sotto.tests.bench.server;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.Signer;
import sotto.protocol.wire.Bytes;

/// One account with one client, and the groups in which it sends.
///
/// @param number of its last submission
/// @param groups the group of each receiver, by name
record Account(
    ClientAddress who,
    AccountKey key,
    Signer accountSigner,
    Signer leafSigner,
    SignedClientList list,
    AtomicLong number,
    Map<String, Bytes> groups) {
  private static final RandomGenerator RANDOM = new SecureRandom();

  static Account create(Crypto crypto, String name, String host) throws MlsException {
    SignatureKeyPair account = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, RANDOM);
    SignatureKeyPair leaf = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, RANDOM);
    Address address = Address.of(name, host);
    ClientId client = ClientId.of(random(16));
    AccountKey key = AccountKey.of(account.publicKey());
    Signer accountSigner = Ed25519.signer(crypto.signingKey(account));
    ListedClient listed =
        new ListedClient(client, LeafKey.of(leaf.publicKey()), ListedClient.Role.KEEPER);
    ClientList list = ClientList.first(address, key, Instant.now(), listed);
    return new Account(
        new ClientAddress(address, client),
        key,
        accountSigner,
        Ed25519.signer(crypto.signingKey(leaf)),
        SignedClientList.sign(list, accountSigner),
        new AtomicLong(),
        new ConcurrentHashMap<>());
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
