package sotto.classic.profile;

import sotto.classic.net.Framing;
import sotto.classic.part.Directory;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Registration;
import sotto.classic.part.Sealing;
import sotto.classic.record.Placement;
import sotto.classic.record.Vocabulary;

/// One reading of one of the five documents: of which parts the system is made.
public record Profile(
    Document document,
    Reading reading,
    Sealing sealing,
    KeyLifetime lifetime,
    Framing framing,
    Registration registration,
    QueuePolicy queue,
    Directory directory) {

  /// Which of the two texts is followed where a document and its published code differ.
  public enum Reading {
    AS_DESCRIBED,
    AS_PUBLISHED
  }

  public String name() {
    return document.word();
  }

  public boolean asPublished() {
    return reading == Reading.AS_PUBLISHED;
  }

  public Vocabulary vocabulary() {
    return document.vocabulary();
  }

  public Placement placement() {
    return document.placement();
  }

  public String warning() {
    return document.warning();
  }
}
