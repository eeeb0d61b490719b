package sotto.classic.profile;

import static sotto.classic.part.ContentCipher.AES_128_CBC;
import static sotto.classic.part.ContentCipher.AES_256_CBC;
import static sotto.classic.part.ContentCipher.AES_256_CFB;
import static sotto.classic.part.ContentCipher.AES_256_CTR;
import static sotto.classic.part.ContentCipher.DES_CBC;
import static sotto.classic.part.ContentCipher.DES_ECB;
import static sotto.classic.part.Integrity.Check.AFTER_DECRYPTION;
import static sotto.classic.part.Integrity.Check.AFTER_SHOWING;
import static sotto.classic.part.Integrity.Check.FIRST;
import static sotto.classic.part.Integrity.Covers.CONTENT;
import static sotto.classic.part.Integrity.Covers.CONTENT_AND_KEY;
import static sotto.classic.part.Integrity.Covers.SESSION_KEY;
import static sotto.classic.part.KeySource.ALL_BYTES;
import static sotto.classic.part.KeySource.LETTERS_AND_DIGITS;
import static sotto.classic.part.KeyTransport.OAEP_SHA1;
import static sotto.classic.part.KeyTransport.OAEP_SHA256;
import static sotto.classic.part.KeyTransport.TEXTBOOK;
import static sotto.classic.part.QueuePolicy.Overflow.DROP_OLDEST;
import static sotto.classic.part.QueuePolicy.Overflow.LOSE_NEWEST;
import static sotto.classic.part.QueuePolicy.Overflow.REFUSE_NEWEST;
import static sotto.classic.part.Registration.CodeChannel.CONSOLE;
import static sotto.classic.part.Registration.CodeChannel.CONSOLE_ENCRYPTED_ANSWER;
import static sotto.classic.part.Registration.CodeChannel.SAME_CONNECTION;
import static sotto.classic.part.Registration.KeyProtection.PASSWORD_PBKDF2_SHA1;
import static sotto.classic.part.Registration.KeyProtection.PASSWORD_PBKDF2_SHA256;
import static sotto.classic.part.Registration.KeyProtection.PLAIN_PEM;
import static sotto.classic.part.Registration.Login.ENCRYPTED_NONCE;
import static sotto.classic.part.Registration.Login.NUMBER_ALONE;
import static sotto.classic.part.Registration.PublicKeyComes.AFTER_THE_CODE;
import static sotto.classic.part.Registration.PublicKeyComes.WITH_THE_NUMBER;
import static sotto.classic.part.SignatureScheme.PKCS1_SHA256;
import static sotto.classic.part.SignatureScheme.PSS_SHA256;
import static sotto.classic.profile.Document.CHALLENGE;
import static sotto.classic.profile.Document.FOLDER;
import static sotto.classic.profile.Document.PHONE;
import static sotto.classic.profile.Document.ROOM;
import static sotto.classic.profile.Document.SIGNED;
import static sotto.classic.profile.Profile.Reading.AS_DESCRIBED;
import static sotto.classic.profile.Profile.Reading.AS_PUBLISHED;

import java.time.Duration;
import java.util.List;
import sotto.classic.net.Framing;
import sotto.classic.part.Directory;
import sotto.classic.part.Integrity.Mac;
import sotto.classic.part.Integrity.PlaintextHash;
import sotto.classic.part.Integrity.Signed;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Registration.None;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.part.Registration.UsernameAndNonces;
import sotto.classic.part.Sealing;
import sotto.classic.part.SignatureScheme;

/// The five designs side by side: document and reading, protection of a message, life of a session
/// key, framing, registration, queue for whoever is away, directory of public keys.
public final class Profiles {
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final int ANY_NUMBER = Integer.MAX_VALUE;

  /// As described: the strongest reading that keeps the algorithms that the document names.
  public static final List<Profile> DESCRIBED =
      List.of(
          new Profile(
              FOLDER,
              AS_DESCRIBED,
              new Sealing(OAEP_SHA256, AES_256_CTR, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.SESSION,
              Framing.FILE,
              new None(),
              QueuePolicy.UNLIMITED,
              Directory.SHARED_FOLDER),
          new Profile(
              PHONE,
              AS_DESCRIBED,
              new Sealing(OAEP_SHA256, AES_256_CBC, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.CHAT,
              Framing.OBJECTS,
              new PhoneAndCode(CONSOLE, WITH_THE_NUMBER, ENCRYPTED_NONCE, PLAIN_PEM, ANY_NUMBER),
              new QueuePolicy(2, DROP_OLDEST),
              Directory.SERVER_DATABASE),
          new Profile(
              SIGNED,
              AS_DESCRIBED,
              new Sealing(
                  OAEP_SHA256, AES_256_CFB, new Signed(PSS_SHA256, CONTENT, FIRST), ALL_BYTES),
              KeyLifetime.MESSAGE,
              Framing.OBJECTS,
              new PhoneAndCode(
                  CONSOLE_ENCRYPTED_ANSWER,
                  AFTER_THE_CODE,
                  ENCRYPTED_NONCE,
                  PASSWORD_PBKDF2_SHA256,
                  10),
              new QueuePolicy(2, REFUSE_NEWEST),
              Directory.SERVER_DATABASE),
          new Profile(
              ROOM,
              AS_DESCRIBED,
              new Sealing(OAEP_SHA256, AES_128_CBC, new PlaintextHash(), ALL_BYTES),
              KeyLifetime.CONNECTION,
              Framing.PACKETS,
              new None(),
              QueuePolicy.NONE,
              Directory.SERVER_FILE),
          new Profile(
              CHALLENGE,
              AS_DESCRIBED,
              new Sealing(
                  OAEP_SHA256, DES_CBC, new Signed(PSS_SHA256, CONTENT_AND_KEY, FIRST), ALL_BYTES),
              KeyLifetime.MESSAGE,
              Framing.LENGTH_PREFIX,
              new UsernameAndNonces(SESSION),
              QueuePolicy.NONE,
              Directory.SIGNED_LIST));

  /// As published: what the code that was published with the document does. For `phone` no code was
  /// found: it is the variant that looks at the HMAC after the padding.
  public static final List<Profile> PUBLISHED =
      List.of(
          new Profile(
              FOLDER,
              AS_PUBLISHED,
              new Sealing(OAEP_SHA1, AES_256_CTR, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.SESSION,
              Framing.FILE,
              new None(),
              QueuePolicy.UNLIMITED,
              Directory.SHARED_FOLDER),
          new Profile(
              PHONE,
              AS_PUBLISHED,
              new Sealing(OAEP_SHA1, AES_256_CBC, new Mac(AFTER_DECRYPTION), ALL_BYTES),
              KeyLifetime.CHAT,
              Framing.OBJECTS,
              new PhoneAndCode(CONSOLE, WITH_THE_NUMBER, ENCRYPTED_NONCE, PLAIN_PEM, ANY_NUMBER),
              new QueuePolicy(2, DROP_OLDEST),
              Directory.SERVER_DATABASE),
          new Profile(
              SIGNED,
              AS_PUBLISHED,
              new Sealing(
                  OAEP_SHA1, AES_256_CFB, new Signed(PKCS1_SHA256, CONTENT, FIRST), ALL_BYTES),
              KeyLifetime.MESSAGE,
              Framing.ONE_READ,
              new PhoneAndCode(
                  SAME_CONNECTION, AFTER_THE_CODE, NUMBER_ALONE, PASSWORD_PBKDF2_SHA1, 10),
              new QueuePolicy(2, LOSE_NEWEST),
              Directory.OWN_FOLDER),
          new Profile(
              ROOM,
              AS_PUBLISHED,
              new Sealing(OAEP_SHA1, AES_128_CBC, new PlaintextHash(), ALL_BYTES),
              KeyLifetime.CONNECTION,
              Framing.ONE_READ,
              new None(),
              QueuePolicy.NONE,
              Directory.SERVER_FILE),
          new Profile(
              CHALLENGE,
              AS_PUBLISHED,
              new Sealing(
                  TEXTBOOK,
                  DES_ECB,
                  new Signed(SignatureScheme.TEXTBOOK, SESSION_KEY, FIRST),
                  LETTERS_AND_DIGITS),
              KeyLifetime.MESSAGE,
              Framing.LENGTH_PREFIX,
              new UsernameAndNonces(SESSION),
              QueuePolicy.NONE,
              Directory.KEY_IN_THE_MESSAGE));

  /// For the laboratory alone: `signed` with a client that shows a message before it looks at the
  /// signature.
  public static final Profile SIGNED_SHOWS_FIRST =
      new Profile(
          SIGNED,
          AS_DESCRIBED,
          new Sealing(
              OAEP_SHA256, AES_256_CFB, new Signed(PSS_SHA256, CONTENT, AFTER_SHOWING), ALL_BYTES),
          KeyLifetime.MESSAGE,
          Framing.OBJECTS,
          described("signed").registration(),
          new QueuePolicy(2, REFUSE_NEWEST),
          Directory.SERVER_DATABASE);

  private Profiles() {}

  public static Profile described(String name) {
    return named(DESCRIBED, name);
  }

  public static Profile published(String name) {
    return named(PUBLISHED, name);
  }

  private static Profile named(List<Profile> all, String name) {
    return all.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("There is no classic profile " + name + "."));
  }
}
