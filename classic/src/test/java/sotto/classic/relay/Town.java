package sotto.classic.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.CodeChannel;
import sotto.classic.part.Registration.KeyProtection;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.profile.Profile;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// A relay server and its users, each with a folder of his own.
final class Town implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  private static final Pattern CODE = Pattern.compile("Verification code for \\S+: (\\d{6})");

  final Profile profile;
  final Path folder;
  final Person console;
  final RelayServer server;
  private final List<Person> people = new ArrayList<>();

  Town(Profile profile, Path folder) throws Refusal {
    this.profile = profile;
    this.folder = folder;
    this.console = new Person(folder.resolve("server"), 0, Chance.random());
    if (((PhoneAndCode) profile.registration()).code() != CodeChannel.CONSOLE)
      ServerKeys.create(console.around());
    this.server = RelayServer.start(profile, console.around());
  }

  Path folderOf(String phone) {
    return folder.resolve(phone);
  }

  boolean hasPasswords() {
    return ((PhoneAndCode) profile.registration()).keyFile() != KeyProtection.PLAIN_PEM;
  }

  /// Starts a client for this number, up to its first prompt answered.
  Person starts(String phone) throws IOException {
    Path own = Files.createDirectories(folderOf(phone));
    Path serverKey = folder.resolve("server").resolve(ServerKeys.PUBLIC);
    if (Files.exists(serverKey) && !Files.exists(own.resolve(ServerKeys.PUBLIC)))
      Files.copy(serverKey, own.resolve(ServerKeys.PUBLIC));
    Person person = Person.at(own, server.port(), around -> RelayClient.run(profile, around));
    people.add(person);
    return person.reads("Enter your phone number: ").types(phone);
  }

  Person registers(String phone) throws IOException {
    Person person = starts(phone).reads("Enter the verification code: ").types(latestCode());
    if (hasPasswords())
      person.reads("Create a password").types(PASSWORD).reads("Confirm password").types(PASSWORD);
    return person.reads("Registration successful.").reads("Enter recipient's phone number");
  }

  Person returns(String phone) throws IOException {
    Person person = starts(phone);
    if (hasPasswords()) person.reads("Enter your password: ").types(PASSWORD);
    return person.reads("Welcome back.").reads("Enter recipient's phone number");
  }

  String latestCode() {
    Matcher codes = CODE.matcher(console.screen());
    String latest = "";
    while (codes.find()) latest = codes.group(1);
    return latest;
  }

  static Person says(Person from, String to, String text) {
    return from.types(to, text).reads("Enter your message: ");
  }

  static void leaves(Person person) {
    person.types("quit");
    person.exit();
  }

  @Override
  public void close() {
    people.forEach(Person::close);
    server.close();
  }
}
