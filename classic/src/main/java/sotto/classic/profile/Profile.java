package sotto.classic.profile;

import sotto.classic.net.Framing;
import sotto.classic.part.Directory;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Registration;
import sotto.classic.part.Sealing;
import sotto.classic.record.Placement;
import sotto.classic.record.Vocabulary;

/// One of the five designs: of which parts it is made.
public record Profile(
    Shape shape,
    Reading reading,
    int port,
    Sealing sealing,
    KeyLifetime lifetime,
    Framing framing,
    Registration registration,
    QueuePolicy queue,
    Directory directory,
    Vocabulary vocabulary,
    Placement placement,
    String warning) {

  /// The five systems, and how messages move in each.
  public enum Shape {
    /// A file that two users share.
    FOLDER("folder"),
    /// A server that stores and forwards.
    PHONE("phone"),
    /// A server that stores and forwards.
    SIGNED("signed"),
    /// A server that reads everything and repeats it to the room.
    ROOM("room"),
    /// A server that passes on to whoever is there now.
    CHALLENGE("challenge");

    private final String word;

    Shape(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// Which of the two texts is followed where a document and its published code differ.
  public enum Reading {
    AS_DESCRIBED,
    AS_PUBLISHED
  }

  public String name() {
    return shape.word();
  }

  public boolean asPublished() {
    return reading == Reading.AS_PUBLISHED;
  }
}
