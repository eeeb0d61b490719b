package sotto.classic.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.PasswordFile;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.CodeChannel;
import sotto.classic.part.Registration.KeyProtection;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profile;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.record.Vocabulary.Said;
import sotto.classic.relay.RelayClient;
import sotto.classic.relay.RelayServer;
import sotto.classic.relay.ServerKeys;

/// A server of `phone` or `signed`, and its users: each a real client in a folder of his own.
final class RelayTown implements AutoCloseable {
  static final String ALICE = "111";
  static final String BOB = "222";
  static final String CAROL = "333";
  static final String MALLORY = "666";
  static final String PASSWORD = "correct horse";
  private static final String SERVER_KEY = "server_public_key.pem";
  private static final Pattern CODE = Pattern.compile("Verification code for \\S+: (\\d{6})");

  final Profile profile;
  final RelayServer server;
  private final Scene scene;
  private final Actor console;
  private final List<Actor> people = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();

  RelayTown(Scene scene, Profile profile) throws Refusal, IOException {
    this.scene = scene;
    this.profile = profile;
    this.console = new Actor(scene, "server", 0);
    if (registration().code() != CodeChannel.CONSOLE) ServerKeys.create(console.around());
    this.server = RelayServer.start(profile, console.around());
  }

  private PhoneAndCode registration() {
    return (PhoneAndCode) profile.registration();
  }

  private boolean hasPasswords() {
    return registration().keyFile() != KeyProtection.PLAIN_PEM;
  }

  Wire wire() throws Refusal {
    Wire wire = Wire.to(profile.framing(), server.port());
    wires.add(wire);
    return wire;
  }

  /// Registers through this port: the server's, or a wire's.
  Actor registers(String phone, int port) throws Exception {
    Path own = scene.folderOf(phone);
    Path key = scene.folderOf("server").resolve(SERVER_KEY);
    if (Files.exists(key)) Files.copy(key, own.resolve(SERVER_KEY));
    Actor person = comes(phone, port).reads("Enter the verification code: ").types(latestCode());
    if (hasPasswords())
      person.reads("Create a password").types(PASSWORD).reads("Confirm password").types(PASSWORD);
    return person.reads("Registration successful.").reads("Enter recipient's phone number");
  }

  Actor registers(String phone) throws Exception {
    return registers(phone, server.port());
  }

  Actor returns(String phone) throws Exception {
    Actor person = comes(phone, server.port());
    if (hasPasswords()) person.reads("Enter your password: ").types(PASSWORD);
    return person.reads("Welcome back.").reads("Enter recipient's phone number");
  }

  private Actor comes(String phone, int port) throws Exception {
    Actor person = Actor.playing(scene, phone, port, around -> RelayClient.run(profile, around));
    people.add(person);
    return person.reads("Enter your phone number: ").types(phone);
  }

  private String latestCode() {
    Matcher codes = CODE.matcher(console.screen());
    String latest = "";
    while (codes.find()) latest = codes.group(1);
    return latest;
  }

  /// What the sender's program answers.
  String says(Actor from, String to, String text) throws Exception {
    from.types(to).reads("Enter your message: ").types(text).reads(text + "\n");
    String answer = from.restOfLine();
    from.reads("Enter recipient's phone number");
    return answer;
  }

  void leaves(Actor person) throws Exception {
    person.types("quit");
    person.exit();
  }

  /// As two people exchange their key files where the design has no directory.
  void exchangeKeys(String one, String other) throws IOException {
    for (String[] pair : new String[][] {{one, other}, {other, one}}) {
      String file = pair[0] + "_public_key.pem";
      Files.copy(scene.folderOf(pair[0]).resolve(file), scene.folderOf(pair[1]).resolve(file));
    }
  }

  PublicKey publicKey(String phone) throws Refusal, IOException {
    return KeyFiles.readPublic(scene.folderOf(phone).resolve(phone + "_public_key.pem"));
  }

  /// The key that lies on the user's disk.
  KeyPair privateKey(String phone) throws Refusal, IOException {
    Path folder = scene.folderOf(phone);
    if (!hasPasswords()) return KeyFiles.readPrivate(folder.resolve(phone + "_private_key.pem"));
    byte[] file = KeyFiles.read(folder.resolve(phone + "_private_key.enc"));
    return PasswordFile.open(file, PASSWORD, registration().keyFile());
  }

  Layout messages() {
    return profile.vocabulary().layouts().getFirst();
  }

  /// A record, if it is a message.
  Optional<Fields> message(byte[] record) {
    try {
      Said said = profile.vocabulary().read(record);
      return said.is(messages()) ? Optional.of(said.fields()) : Optional.empty();
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  Sealed sealed(Fields message) throws Refusal {
    return profile.placement().take(message, profile.sealing().cipher().ivBytes());
  }

  byte[] record(Fields message, Sealed other) {
    return messages().encode(profile.placement().put(message, other));
  }

  @Override
  public void close() {
    people.forEach(Actor::close);
    wires.forEach(Wire::close);
    server.close();
  }
}
