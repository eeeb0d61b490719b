package sotto.classic.part;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sotto.classic.part.Integrity.Check;

/// How a message is protected: the one place where key transport, cipher and integrity meet.
public record Sealing(
    KeyTransport transport, ContentCipher cipher, Integrity integrity, KeySource source) {

  private static final String NOT_THE_SENDER = "The signature of the message is not its sender's.";
  private static final SessionKey NO_KEY = new SessionKey(new byte[0]);

  public int keyBytes() {
    return cipher.keyBytes() + integrity.keyBytes();
  }

  public SessionKey newKey(SecureRandom random) {
    return source.create(keyBytes(), random);
  }

  public byte[] wrap(SessionKey key, PublicKey receiver, SecureRandom random) throws Refusal {
    return transport.wrap(key.bytes(), receiver, random);
  }

  public SessionKey unwrap(byte[] wrapped, PrivateKey mine) throws Refusal {
    return new SessionKey(transport.unwrap(wrapped, mine, keyBytes()));
  }

  /// The signer is used only by designs that sign.
  public Sealed seal(
      byte[] text,
      SessionKey key,
      byte[] wrappedKey,
      Optional<PrivateKey> signer,
      SecureRandom random)
      throws Refusal {
    byte[] iv = cipher.newIv(random);
    var unproven =
        new Sealed(
            wrappedKey, iv, cipher.encrypt(key.first(cipher.keyBytes()), iv, text), new byte[0]);
    return unproven.withProof(
        switch (integrity) {
          case Integrity.Mac _ -> mac(unproven, key);
          case Integrity.Signed s ->
              s.scheme().sign(covered(s, unproven, key), present(signer), random);
          case Integrity.PlaintextHash _ -> sha256(text);
        });
  }

  /// Finds the session key of a message; asked only when the design gets to it.
  @FunctionalInterface
  public interface KeyFinder {
    SessionKey find() throws Refusal;
  }

  public Opened open(Sealed sealed, SessionKey key, Optional<PublicKey> sender) throws Refusal {
    return open(sealed, () -> key, sender);
  }

  public Opened open(Sealed sealed, KeyFinder keys, Optional<PublicKey> sender) throws Refusal {
    if (sealed.iv().length != cipher.ivBytes())
      throw Refusal.here("The IV of the message has the wrong length.");
    return switch (integrity) {
      case Integrity.Mac(Check check) -> {
        SessionKey key = keys.find();
        boolean intact = MessageDigest.isEqual(mac(sealed, key), sealed.proof());
        if (check == Check.FIRST)
          require(intact, "The message was changed on its way: its HMAC is wrong.");
        byte[] text = decrypt(sealed, key);
        require(intact, "The HMAC of the message is wrong.");
        yield new Opened(text, true);
      }
      case Integrity.Signed s -> {
        PublicKey signer = present(sender);
        boolean early = s.check() == Check.FIRST && s.covers() != Integrity.Covers.SESSION_KEY;
        if (early)
          require(
              s.scheme().verify(covered(s, sealed, NO_KEY), sealed.proof(), signer),
              NOT_THE_SENDER);
        SessionKey key = keys.find();
        boolean genuine =
            early || s.scheme().verify(covered(s, sealed, key), sealed.proof(), signer);
        if (s.check() == Check.FIRST) require(genuine, NOT_THE_SENDER);
        yield new Opened(decrypt(sealed, key), genuine);
      }
      case Integrity.PlaintextHash _ -> {
        byte[] text = decrypt(sealed, keys.find());
        require(
            MessageDigest.isEqual(sha256(text), sealed.proof()),
            "The hash does not match the message.");
        yield new Opened(text, true);
      }
    };
  }

  private byte[] decrypt(Sealed sealed, SessionKey key) throws Refusal {
    return cipher.decrypt(key.first(cipher.keyBytes()), sealed.iv(), sealed.ciphertext());
  }

  private byte[] mac(Sealed sealed, SessionKey key) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(key.last(integrity.keyBytes()), "HmacSHA256"));
      hmac.update(sealed.iv());
      return hmac.doFinal(sealed.ciphertext());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    }
  }

  private static byte[] covered(Integrity.Signed signed, Sealed sealed, SessionKey key) {
    return switch (signed.covers()) {
      case CONTENT -> sealed.content();
      case CONTENT_AND_KEY -> Sealed.join(sealed.content(), sealed.wrappedKey());
      case SESSION_KEY -> key.bytes();
    };
  }

  public static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks SHA-256", e);
    }
  }

  private static void require(boolean condition, String otherwise) throws Refusal {
    if (!condition) throw Refusal.here(otherwise);
  }

  private static <K> K present(Optional<K> key) throws Refusal {
    return key.orElseThrow(() -> Refusal.here("The key of the sender is not known."));
  }
}
