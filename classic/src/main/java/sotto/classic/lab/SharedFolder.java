package sotto.classic.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import sotto.classic.folder.FolderChat;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.record.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Two users of `folder`, and the file through which they talk, as the attacker edits it.
final class SharedFolder implements AutoCloseable {
  private static final String FOLDER = "shared";

  private final Scene scene;
  private final Profile profile;
  private final Path file;
  private final List<Actor> users = new ArrayList<>();

  SharedFolder(Scene scene, Profile profile) throws IOException {
    this.scene = scene;
    this.profile = profile;
    this.file = scene.folderOf(FOLDER).resolve("messages").resolve("message.json");
  }

  /// The first who comes is User1, the second User2.
  Actor comes(String who) throws IOException, InterruptedException {
    Actor user = Actor.sharing(scene, who, FOLDER, around -> FolderChat.run(profile, around));
    users.add(user);
    return user.reads("[User");
  }

  void says(Actor user, String text) throws Exception {
    int before = records().size();
    user.types(text);
    while (records().size() == before) Thread.sleep(5);
  }

  List<ObjectNode> records() throws IOException, Refusal {
    List<ObjectNode> all = new ArrayList<>();
    if (!Files.exists(file)) return all;
    for (JsonNode node : Json.read(Files.readAllBytes(file))) all.add((ObjectNode) node);
    return all;
  }

  /// The attacker saves the file with other records in it.
  void edit(UnaryOperator<List<ObjectNode>> change) throws IOException, Refusal {
    var array = Json.emptyArray();
    change.apply(records()).forEach(array::add);
    Path beside = file.resolveSibling("edited");
    Files.write(beside, Json.writePretty(array));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    users.forEach(Actor::close);
  }
}
