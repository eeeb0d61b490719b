package sotto.classic.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sotto.classic.key.KeyFiles;
import sotto.classic.part.Refusal;
import sotto.classic.record.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `messages/message.json`: a JSON array to which both users add.
final class MessageFile {
  private static final long LARGEST = 64L << 20;

  private final Path file;
  private final FolderLock lock;

  MessageFile(Path folder) throws Refusal {
    try {
      Files.createDirectories(folder.resolve("messages"));
    } catch (IOException e) {
      throw Refusal.here(
          "The folder "
              + folder
              + " cannot be written: is the disk full, or the folder not yours?");
    }
    this.file = folder.resolve("messages").resolve("message.json");
    this.lock = new FolderLock(folder.resolve("messages").resolve("message.lock"));
  }

  /// Reading, adding and writing under one lock, so that two who write at once both keep their
  /// message.
  void append(ObjectNode record) throws Refusal {
    lock.alone(() -> {
      appendUnlocked(record);
      return record;
    });
  }

  /// As the published code does it: whoever writes second overwrites the first.
  void appendUnlocked(ObjectNode record) throws Refusal {
    ArrayNode all = Json.emptyArray();
    records().forEach(all::add);
    all.add(record);
    KeyFiles.write(file, Json.writePretty(all));
  }

  List<JsonNode> records() throws Refusal {
    if (!Files.exists(file)) return List.of();
    try {
      if (Files.size(file) > LARGEST)
        throw Refusal.here("The file " + file + " has grown too large to be read.");
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > 0 && Json.read(bytes) instanceof ArrayNode array) {
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return all;
      }
      throw notMessages();
    } catch (IOException e) {
      throw Refusal.here("The file " + file + " cannot be read.");
    } catch (Refusal e) {
      throw e.exitCode() == 1 ? e : notMessages();
    }
  }

  private Refusal notMessages() {
    return Refusal.here(
        "The file "
            + file
            + " is not a list of messages: it was damaged; move it away to start a new one.");
  }
}
