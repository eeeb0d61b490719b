package sotto.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.client.Unlock;
import sotto.client.engine.Cryptography;
import sotto.client.engine.Table;
import sotto.client.store.ProfileFolder;
import sotto.client.store.SealedStore;
import sotto.client.store.StoreException;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.group.Group;
import sotto.mls.group.Received;
import sotto.mls.group.Settings;
import sotto.mls.message.MlsMessage;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MediaType;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.SottoContent;

/// What a thief has: a copy of a profile with the key that opens it, and the MLS state in it.
final class Loot {
  private final List<Group> groups;

  private Loot(List<Group> groups) {
    this.groups = groups;
  }

  /// What became of a try to open a message.
  record Try(boolean opens, String sentence) {}

  static Loot none() {
    return new Loot(List.of());
  }

  /// Copies a profile and takes it apart.
  static Loot of(Path profile) throws IOException, StoreException, MlsException {
    Path copy = Files.createTempDirectory(profile.getParent(), "stolen");
    try (var files = Files.list(profile)) {
      for (Path file : files.toList())
        if (!file.equals(new ProfileFolder(profile).lockFile()))
          Files.copy(file, copy.resolve(file.getFileName()));
    }
    Settings settings = Cryptography.of(PortableCrypto.create()).settings();
    try (var store =
        SealedStore.open(new ProfileFolder(copy), new Unlock.KeyFile(), new SecureRandom())) {
      return new Loot(groups(store.load(Table.MLS_GROUP), settings));
    }
  }

  /// Each group lies in two rows: what changes with an epoch, and what changes with a message.
  private static List<Group> groups(Map<String, byte[]> rows, Settings settings)
      throws MlsException {
    List<Group> groups = new ArrayList<>();
    for (Map.Entry<String, byte[]> row : rows.entrySet()) {
      if (!row.getKey().endsWith(" messages")) continue;
      byte[] epoch = rows.get(row.getKey().replace(" messages", " epoch"));
      if (epoch != null)
        groups.add(Group.decode(epoch, new Reader(row.getValue()).opaque(), settings));
    }
    return groups;
  }

  int groups() {
    return groups.size();
  }

  /// Processes a recorded message with the stolen state, as its owner's client would have done.
  Try tries(byte[] recorded) {
    String last = "no group of that id";
    for (int i = 0; i < groups.size(); i++) {
      try {
        Received received = groups.get(i).process(MlsMessage.decode(recorded), Instant.now());
        return new Try(true, describe(i, received));
      } catch (MlsException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    return new Try(false, last);
  }

  private String describe(int index, Received received) throws MlsException {
    return switch (received) {
      case Received.ApplicationMessage message -> {
        groups.set(index, message.group());
        yield text(message.content()).orElse("something without text");
      }
      case Received.ProposalMessage _ -> "a Proposal";
      case Received.CommitMessage commit -> {
        groups.set(index, commit.adopt().group());
        yield "a Commit";
      }
      case Received.Removal removal -> {
        groups.set(index, removal.group());
        yield "a Removal";
      }
      case Received.OwnMessage _ -> "a message of its own";
    };
  }

  private static Optional<String> text(byte[] content) throws MlsException {
    ApplicationFraming framing = ApplicationFraming.decode(content);
    if (framing.mediaType().equals(MediaType.SOTTO)) {
      var inner = SottoContent.decode(framing.content().toArray()).inner();
      if (inner.isEmpty()) return Optional.empty();
      framing = inner.get();
    }
    if (!framing.mediaType().equals(MediaType.MIMI_CONTENT)) return Optional.empty();
    return MimiContent.decode(framing.content().toArray()).plainText();
  }
}
