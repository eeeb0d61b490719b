package sotto.classic.profile;

import java.util.List;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.FolderRecords;
import sotto.classic.record.Placement;
import sotto.classic.record.RelayRecords;
import sotto.classic.record.RoomPacket;
import sotto.classic.record.Vocabulary;

/// The five documents, and what each fixes however it is read: its word on the command line, its
/// port, its records, and the sentence about what the design does not protect.
public enum Document {
  /// A file that two users share.
  FOLDER(
      "folder",
      0,
      "Not protected: whoever can write in this folder can change who wrote a message, repeat it and reorder it, and whoever"
          + " can read its keys reads everything."),
  /// A server that stores and forwards; the document names no port.
  PHONE(
      "phone",
      12001,
      "Not protected: the server can hand out a key of its own instead of a user's, anybody can push a waiting message out of"
          + " the queue with two others, and a stolen private key opens all recorded messages."),
  /// A server that stores and forwards.
  SIGNED(
      "signed",
      12345,
      "Not protected: the signature covers only the encrypted text, so a recipient can pass it on as if written to another,"
          + " the server knows who writes to whom, and a stolen private key opens all recorded messages."),
  /// A server that reads everything and repeats it to the room. Its packets have no names: see
  /// `RoomPacket`.
  ROOM(
      "room",
      12000,
      "Not protected: the server reads every message, the hash beside each lets anybody test guesses, and whoever knows a"
          + " text can replace it by another without any key."),
  /// A server that passes on to whoever is there now.
  CHALLENGE(
      "challenge",
      5000,
      "Not protected: DES keys can be searched, the server's signature does not say whose key it signs, and the server's own"
          + " key is believed as it arrives.");

  private final String word;
  private final int port;
  private final String warning;

  Document(String word, int port, String warning) {
    this.word = word;
    this.port = port;
    this.warning = warning;
  }

  public String word() {
    return word;
  }

  public int port() {
    return port;
  }

  public Vocabulary vocabulary() {
    return switch (this) {
      case FOLDER -> FolderRecords.VOCABULARY;
      case PHONE -> RelayRecords.PHONE_VOCABULARY;
      case SIGNED -> RelayRecords.SIGNED_VOCABULARY;
      case ROOM -> new Vocabulary(List.of());
      case CHALLENGE -> ChallengeRecords.VOCABULARY;
    };
  }

  public Placement placement() {
    return switch (this) {
      case FOLDER -> FolderRecords.PLACEMENT;
      case PHONE -> RelayRecords.PHONE_PLACEMENT;
      case SIGNED -> RelayRecords.SIGNED_PLACEMENT;
      case ROOM -> new Placement("", "iv", "ciphertext", "hash");
      case CHALLENGE -> ChallengeRecords.PLACEMENT;
    };
  }

  /// A record on the wire, field by field, for whoever watches; empty when it is none.
  public List<Vocabulary.Note> describe(byte[] record) {
    return this == ROOM ? RoomPacket.describe(record) : vocabulary().describe(record);
  }

  /// One honest sentence, said at every start.
  public String warning() {
    return warning;
  }
}
