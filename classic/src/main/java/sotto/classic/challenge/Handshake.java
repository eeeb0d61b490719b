package sotto.classic.challenge;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import sotto.classic.face.Surroundings;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Connection;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.record.Vocabulary.Said;

/// A nonce in each direction, encrypted under the other's public key: who returns it has the
/// private key. That neither knows whose public key it was is the design's fault, not this code's.
public final class Handshake {
  private static final int NONCE = 32;

  private final Profile profile;
  private final Surroundings around;
  private final KeyTransport transport;
  private final KeyPair mine;

  public Handshake(Profile profile, Surroundings around, KeyPair mine) {
    this.profile = profile;
    this.around = around;
    this.transport = profile.sealing().transport();
    this.mine = mine;
  }

  /// The server's side. Returns the key that the client has shown.
  String challenge(Connection connection) throws Refusal {
    byte[] nonce = nonce();
    say(
        connection,
        ChallengeRecords.NONCE_CHALLENGE,
        ChallengeRecords.NONCE_CHALLENGE
            .start()
            .with("nonce", nonce)
            .with("server_public_key", RsaKeys.pem(mine.getPublic())));
    Fields response = expect(connection, ChallengeRecords.NONCE_RESPONSE);
    PublicKey client = RsaKeys.publicKey(response.text("client_public_key"));
    boolean verified = returned(response.bytes("encrypted_nonce"), nonce);
    Fields verdict = ChallengeRecords.NONCE_VERIFICATION.start().with("verified", verified);
    if (verified)
      verdict =
          verdict.with(
              "encrypted_client_nonce",
              transport.wrap(response.bytes("client_nonce"), client, around.random()));
    say(connection, ChallengeRecords.NONCE_VERIFICATION, verdict);
    if (!verified) throw Refusal.refused("Authentication failed: the nonce came back wrong.");
    return RsaKeys.pem(client);
  }

  /// The client's side. Returns the key that the server has shown.
  public PublicKey respond(Connection connection) throws Refusal {
    Fields challenge = expect(connection, ChallengeRecords.NONCE_CHALLENGE);
    PublicKey server = RsaKeys.publicKey(challenge.text("server_public_key"));
    byte[] nonce = nonce();
    say(
        connection,
        ChallengeRecords.NONCE_RESPONSE,
        ChallengeRecords.NONCE_RESPONSE
            .start()
            .with(
                "encrypted_nonce",
                transport.wrap(challenge.bytes("nonce"), server, around.random()))
            .with("client_nonce", nonce)
            .with("client_public_key", RsaKeys.pem(mine.getPublic())));
    Fields verdict = expect(connection, ChallengeRecords.NONCE_VERIFICATION);
    if (!verdict.flag("verified"))
      throw Refusal.refused("Authentication failed: the server refused our answer.");
    if (!returned(verdict.bytes("encrypted_client_nonce"), nonce))
      throw Refusal.refused("Authentication failed: the server did not return our nonce.");
    return server;
  }

  private boolean returned(byte[] encrypted, byte[] nonce) {
    try {
      return MessageDigest.isEqual(transport.unwrap(encrypted, mine.getPrivate(), NONCE), nonce);
    } catch (Refusal e) {
      return false;
    }
  }

  private byte[] nonce() {
    byte[] nonce = new byte[NONCE];
    around.random().nextBytes(nonce);
    return nonce;
  }

  private Fields expect(Connection connection, Layout layout) throws Refusal {
    byte[] record =
        connection
            .receive()
            .orElseThrow(() -> Refusal.unreachable("The other side left during the challenge."));
    Said said = profile.vocabulary().read(record);
    if (said.is(ChallengeRecords.ERROR)) throw Refusal.refused(said.fields().text("message"));
    if (!said.is(layout))
      throw Refusal.refused("Authentication failed: this is not the step that comes now.");
    return said.fields();
  }

  private static void say(Connection connection, Layout layout, Fields fields) throws Refusal {
    connection.send(layout.encode(fields));
  }
}
