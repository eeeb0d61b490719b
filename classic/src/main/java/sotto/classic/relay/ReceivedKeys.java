package sotto.classic.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import sotto.classic.key.KeyFiles;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.record.Json;
import tools.jackson.databind.node.ObjectNode;

/// Session keys that came with a first message. They are kept in a file, because later messages of
/// the chat carry none.
final class ReceivedKeys {
  private final Profile profile;
  private final Path file;
  private final PrivateKey mine;
  private final Map<String, SessionKey> known = new HashMap<>();

  ReceivedKeys(Profile profile, Path folder, String phone, PrivateKey mine) throws Refusal {
    this.profile = profile;
    this.file = folder.resolve(phone + "_chats.json");
    this.mine = mine;
    if (kept() && Files.exists(file)) load();
  }

  private boolean kept() {
    return profile.lifetime() == KeyLifetime.CHAT;
  }

  SessionKey keyFor(String sender, Sealed sealed) throws Refusal {
    if (sealed.wrappedKey().length > 0) return profile.sealing().unwrap(sealed.wrappedKey(), mine);
    SessionKey key = known.get(sender);
    if (key == null || !kept())
      throw Refusal.here("The first message of this chat, which carried the key, never arrived.");
    return key;
  }

  /// Only a key under which a message proved genuine replaces the one before.
  void remember(String sender, Sealed sealed) throws Refusal {
    if (!kept() || sealed.wrappedKey().length == 0) return;
    known.put(sender, keyFor(sender, sealed));
    ObjectNode all = Json.empty();
    known.forEach((name, k) -> all.put(name, Base64.getEncoder().encodeToString(k.bytes())));
    KeyFiles.writeSecret(file, Json.write(all));
  }

  private void load() throws Refusal {
    try {
      Json.object(KeyFiles.read(file))
          .properties()
          .forEach(e ->
              known.put(
                  e.getKey(),
                  new SessionKey(Base64.getDecoder().decode(e.getValue().stringValue()))));
    } catch (Refusal | RuntimeException e) {
      throw Refusal.here(
          "The file " + file + " is damaged: delete it, and ask your peers to start a new chat.");
    }
  }
}
