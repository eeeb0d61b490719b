package sotto.classic.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sotto.classic.face.Surroundings;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Directory;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;

/// The public keys of others: asked of the server once a run, or as published only looked for in
/// the own folder.
final class PeerKeys {
  private final Directory directory;
  private final Path folder;
  private final RelayLink link;
  private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

  PeerKeys(Profile profile, Surroundings around, RelayLink link) {
    this.directory = profile.directory();
    this.folder = around.folder();
    this.link = link;
  }

  PublicKey of(String phone) throws Refusal {
    PublicKey key = known.get(phone);
    return key == null ? fresh(phone) : key;
  }

  /// Asks again: a peer that lost its key has registered another.
  PublicKey fresh(String phone) throws Refusal {
    PhoneNumber.checked(phone);
    PublicKey key = directory == Directory.OWN_FOLDER ? fromFolder(phone) : fromServer(phone);
    known.put(phone, key);
    return key;
  }

  private PublicKey fromServer(String phone) throws Refusal {
    Fields found =
        link.ask(
                RelayRecords.GET_PUBLIC_KEY,
                RelayRecords.GET_PUBLIC_KEY.start().with("phone_number", phone))
            .fields();
    if (!found.flag("exists")) throw notFound(phone);
    PublicKey key = RsaKeys.publicKey(found.text("public_key"));
    KeyFiles.writePublic(file(phone), key);
    return key;
  }

  private PublicKey fromFolder(String phone) throws Refusal {
    if (!Files.exists(file(phone))) throw notFound(phone);
    return KeyFiles.readPublic(file(phone));
  }

  private Path file(String phone) {
    return folder.resolve(phone + "_public_key.pem");
  }

  private Refusal notFound(String phone) {
    String advice =
        directory == Directory.OWN_FOLDER
            ? "check that the file " + phone + "_public_key.pem is in your folder"
            : "ask the recipient to register on this server";
    return Refusal.refused(
        "Security Error: Public key for " + phone + " not found: " + advice + ".");
  }
}
