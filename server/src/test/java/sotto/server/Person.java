package sotto.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.Registration;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedClientList;

/// An account and its one client, with their keys: whom a [Peer] speaks for.
final class Person {
  final Ed25519PrivateKeyParameters accountKey;
  final Ed25519PrivateKeyParameters leafKey;
  final ClientAddress who;
  final SignedClientList list;

  Person(String account, String host) {
    SecureRandom random = new SecureRandom();
    accountKey = new Ed25519PrivateKeyParameters(random);
    leafKey = new Ed25519PrivateKeyParameters(random);
    byte[] id = new byte[16];
    random.nextBytes(id);
    who = new ClientAddress(new Address(account, host), ClientId.of(id));
    ListedClient listed =
        new ListedClient(
            who.client(),
            LeafKey.of(leafKey.generatePublicKey().getEncoded()),
            ListedClient.Role.KEEPER);
    list =
        SignedClientList.sign(
            ClientList.first(who.address(), account(), Instant.now(), listed),
            message -> sign(accountKey, message));
  }

  AccountKey account() {
    return AccountKey.of(accountKey.generatePublicKey().getEncoded());
  }

  static byte[] sign(Ed25519PrivateKeyParameters key, byte[] message) {
    byte[] signature = new byte[64];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  static boolean verifies(byte[] key, byte[] message, byte[] signature) {
    return new Ed25519PublicKeyParameters(key, 0)
        .verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }

  ClientFrame.Register registration(Peer peer, Admission admission) {
    Registration statement =
        new Registration(
            peer.nonce,
            peer.proof.nonce(),
            peer.proof.server(),
            peer.proof.tlsKey(),
            list.list(),
            admission);
    Signature signature = statement.sign(message -> sign(accountKey, message));
    return new ClientFrame.Register(admission, list, signature);
  }

  static Admission byInvite(String link) {
    try {
      return new Admission.ByInvite(InviteLink.parse(link).token().orElseThrow());
    } catch (MlsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  ClientFrame.Login login(Peer peer) {
    return login(peer, peer.proof.server(), peer.proof.tlsKey());
  }

  /// For the server that this client believes to speak to.
  ClientFrame.Login login(Peer peer, ServerKey server, Hash tlsKey) {
    LoginClient statement =
        new LoginClient(peer.nonce, peer.proof.nonce(), who, account(), server, tlsKey);
    return new ClientFrame.Login(who, statement.sign(message -> sign(leafKey, message)));
  }

  /// Registers with the invite, and stays connected, not logged in.
  Peer register(Server server, String invite) throws IOException {
    Peer peer = Peer.greeted(server);
    peer.ask(registration(peer, byInvite(invite)), ServerFrame.Registered.class);
    return peer;
  }

  Peer online(Server server) throws IOException {
    Peer peer = Peer.greeted(server);
    peer.ask(login(peer), ServerFrame.LoggedIn.class);
    return peer;
  }

  List<ClientAddress> alone() {
    return List.of(who);
  }
}
