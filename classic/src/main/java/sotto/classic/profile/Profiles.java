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
import static sotto.classic.profile.Profile.Reading.AS_DESCRIBED;
import static sotto.classic.profile.Profile.Reading.AS_PUBLISHED;
import static sotto.classic.profile.Profile.Shape.CHALLENGE;
import static sotto.classic.profile.Profile.Shape.FOLDER;
import static sotto.classic.profile.Profile.Shape.PHONE;
import static sotto.classic.profile.Profile.Shape.ROOM;
import static sotto.classic.profile.Profile.Shape.SIGNED;

import java.time.Duration;
import java.util.List;
import sotto.classic.net.Framing;
import sotto.classic.part.Directory;
import sotto.classic.part.Integrity.Mac;
import sotto.classic.part.Integrity.PlaintextHash;
import sotto.classic.part.Integrity.Signed;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Registration;
import sotto.classic.part.Registration.None;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.part.Registration.UsernameAndNonces;
import sotto.classic.part.Sealing;
import sotto.classic.part.SignatureScheme;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.FolderRecords;
import sotto.classic.record.Placement;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.Vocabulary;

/// The five designs side by side. Each line is shape, reading, port · protection of a message · key
/// lifetime, framing · registration · queue, directory · records · what it does not protect.
public final class Profiles {
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final Placement IN_A_PACKET = new Placement("", "iv", "ciphertext", "hash");
  private static final Vocabulary PHONE_WORDS = RelayRecords.with(RelayRecords.PHONE_MESSAGE);
  private static final Vocabulary SIGNED_WORDS = RelayRecords.with(RelayRecords.SIGNED_MESSAGE);
  private static final QueuePolicy LAST_TWO = new QueuePolicy(2, DROP_OLDEST);

  private static final String FOLDER_WARNING =
      "Not protected: whoever can write in this folder can change who wrote a message, repeat it and reorder it, and whoever"
          + " can read its keys reads everything.";
  private static final String PHONE_WARNING =
      "Not protected: the server can hand out a key of its own instead of a user's, anybody can push a waiting message out of"
          + " the queue with two others, and a stolen private key opens all recorded messages.";
  private static final String SIGNED_WARNING =
      "Not protected: the signature covers only the encrypted text, so a recipient can pass it on as if written to another;"
          + " the server knows who writes to whom, and a stolen private key opens all recorded messages.";
  private static final String ROOM_WARNING =
      "Not protected: the server reads every message, the hash beside each lets anybody test guesses, and whoever knows a"
          + " text can replace it by another without any key.";
  private static final String CHALLENGE_WARNING =
      "Not protected: DES keys can be searched, the server's signature does not say whose key it signs, and the server's own"
          + " key is believed as it arrives.";

  /// As described: the strongest reading that keeps the algorithms that the document names.
  public static final List<Profile> DESCRIBED =
      List.of(
          new Profile(
              FOLDER,
              AS_DESCRIBED,
              0,
              new Sealing(OAEP_SHA256, AES_256_CTR, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.SESSION,
              Framing.FILE,
              new None(),
              QueuePolicy.UNLIMITED,
              Directory.SHARED_FOLDER,
              FolderRecords.VOCABULARY,
              FolderRecords.PLACEMENT,
              FOLDER_WARNING),
          new Profile(
              PHONE,
              AS_DESCRIBED,
              12001,
              new Sealing(OAEP_SHA256, AES_256_CBC, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.CHAT,
              Framing.OBJECTS,
              new PhoneAndCode(
                  CONSOLE, WITH_THE_NUMBER, ENCRYPTED_NONCE, PLAIN_PEM, Integer.MAX_VALUE),
              LAST_TWO,
              Directory.SERVER_DATABASE,
              PHONE_WORDS,
              RelayRecords.PHONE_PLACEMENT,
              PHONE_WARNING),
          new Profile(
              SIGNED,
              AS_DESCRIBED,
              12345,
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
              Directory.SERVER_DATABASE,
              SIGNED_WORDS,
              RelayRecords.SIGNED_PLACEMENT,
              SIGNED_WARNING),
          new Profile(
              ROOM,
              AS_DESCRIBED,
              12000,
              new Sealing(OAEP_SHA256, AES_128_CBC, new PlaintextHash(), ALL_BYTES),
              KeyLifetime.CONNECTION,
              Framing.PACKETS,
              new None(),
              QueuePolicy.NONE,
              Directory.SERVER_FILE,
              new Vocabulary(List.of()),
              IN_A_PACKET,
              ROOM_WARNING),
          new Profile(
              CHALLENGE,
              AS_DESCRIBED,
              5000,
              new Sealing(
                  OAEP_SHA256, DES_CBC, new Signed(PSS_SHA256, CONTENT_AND_KEY, FIRST), ALL_BYTES),
              KeyLifetime.MESSAGE,
              Framing.LENGTH_PREFIX,
              new UsernameAndNonces(SESSION),
              QueuePolicy.NONE,
              Directory.SIGNED_LIST,
              ChallengeRecords.VOCABULARY,
              ChallengeRecords.PLACEMENT,
              CHALLENGE_WARNING));

  /// As published: what the code that was published with the document does. For `phone` no code was
  /// found: it is the variant that looks at the HMAC after the padding.
  public static final List<Profile> PUBLISHED =
      List.of(
          new Profile(
              FOLDER,
              AS_PUBLISHED,
              0,
              new Sealing(OAEP_SHA1, AES_256_CTR, new Mac(FIRST), ALL_BYTES),
              KeyLifetime.SESSION,
              Framing.FILE,
              new None(),
              QueuePolicy.UNLIMITED,
              Directory.SHARED_FOLDER,
              FolderRecords.VOCABULARY,
              FolderRecords.PLACEMENT,
              FOLDER_WARNING),
          new Profile(
              PHONE,
              AS_PUBLISHED,
              12001,
              new Sealing(OAEP_SHA1, AES_256_CBC, new Mac(AFTER_DECRYPTION), ALL_BYTES),
              KeyLifetime.CHAT,
              Framing.OBJECTS,
              new PhoneAndCode(
                  CONSOLE, WITH_THE_NUMBER, ENCRYPTED_NONCE, PLAIN_PEM, Integer.MAX_VALUE),
              LAST_TWO,
              Directory.SERVER_DATABASE,
              PHONE_WORDS,
              RelayRecords.PHONE_PLACEMENT,
              PHONE_WARNING),
          new Profile(
              SIGNED,
              AS_PUBLISHED,
              12345,
              new Sealing(
                  OAEP_SHA1, AES_256_CFB, new Signed(PKCS1_SHA256, CONTENT, FIRST), ALL_BYTES),
              KeyLifetime.MESSAGE,
              Framing.ONE_READ,
              new PhoneAndCode(
                  SAME_CONNECTION, AFTER_THE_CODE, NUMBER_ALONE, PASSWORD_PBKDF2_SHA1, 10),
              new QueuePolicy(2, LOSE_NEWEST),
              Directory.OWN_FOLDER,
              SIGNED_WORDS,
              RelayRecords.SIGNED_PLACEMENT,
              SIGNED_WARNING),
          new Profile(
              ROOM,
              AS_PUBLISHED,
              12000,
              new Sealing(OAEP_SHA1, AES_128_CBC, new PlaintextHash(), ALL_BYTES),
              KeyLifetime.CONNECTION,
              Framing.ONE_READ,
              new None(),
              QueuePolicy.NONE,
              Directory.SERVER_FILE,
              new Vocabulary(List.of()),
              IN_A_PACKET,
              ROOM_WARNING),
          new Profile(
              CHALLENGE,
              AS_PUBLISHED,
              5000,
              new Sealing(
                  TEXTBOOK,
                  DES_ECB,
                  new Signed(SignatureScheme.TEXTBOOK, SESSION_KEY, FIRST),
                  LETTERS_AND_DIGITS),
              KeyLifetime.MESSAGE,
              Framing.LENGTH_PREFIX,
              new UsernameAndNonces(SESSION),
              QueuePolicy.NONE,
              Directory.KEY_IN_THE_MESSAGE,
              ChallengeRecords.VOCABULARY,
              ChallengeRecords.PLACEMENT,
              CHALLENGE_WARNING));

  /// For the laboratory alone: `signed` with a client that shows a message before it looks at the
  /// signature.
  public static final Profile SIGNED_SHOWS_FIRST =
      with(
          described("signed"),
          new Sealing(
              OAEP_SHA256, AES_256_CFB, new Signed(PSS_SHA256, CONTENT, AFTER_SHOWING), ALL_BYTES));

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

  private static Profile with(Profile p, Sealing sealing) {
    Registration registration = p.registration();
    return new Profile(
        p.shape(),
        p.reading(),
        p.port(),
        sealing,
        p.lifetime(),
        p.framing(),
        registration,
        p.queue(),
        p.directory(),
        p.vocabulary(),
        p.placement(),
        p.warning());
  }
}
