package sotto.app.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.profile.Passphrases;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;

@Command(
    name = "register",
    description =
        "Makes a profile with an account on a server: by invite, or by a code sent to a phone.",
    footer = {"", "Example: ./sotto register sotto://127.0.0.1:7667/#FINGERPRINT.TOKEN --as alice"})
final class RegisterCommand implements Callable<Integer> {
  /// Codes are sent by programs of the operator's; a registration is not given up lightly.
  private static final int LONGER = 3;

  private final Sotto sotto;

  @Parameters(paramLabel = "LINK", description = "The link that the server's operator gave you.")
  private String link = "";

  @ArgGroup(multiplicity = "1")
  private final Wish wish = new Wish();

  @Option(
      names = "--no-passphrase",
      description =
          "Keep the profile's key in a file that only you may read, instead of under a passphrase.")
  private boolean noPassphrase;

  /// How the account is to be called.
  private static final class Wish {
    @Option(
        names = "--as",
        paramLabel = "NAME",
        description = "The account's name; without an invite, a server may ask for a code.")
    private @Nullable String name;

    @Option(
        names = "--phone",
        paramLabel = "+E164",
        description = "A phone number, to which a code goes.")
    private @Nullable String phone;
  }

  RegisterCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    var folder = sotto.profileFolder();
    if (wish.phone != null && !wish.phone.strip().matches("\\+[0-9]+")) {
      throw new ClientException.Usage(
          "A telephone number is + and digits, its country first, such as +4915550100.");
    }
    // Also one whose registration was cut off, which goes on.
    boolean there = Client.profileKind(folder) != Client.ProfileKind.NONE;
    if (noPassphrase && sotto.passphraseFile().isPresent()) {
      throw new ClientException.Usage("Give --passphrase-file or --no-passphrase, one of the two.");
    }
    Unlock unlock =
        there
            ? sotto.unlock()
            : noPassphrase
                ? new Unlock.KeyFile()
                : Passphrases.chosen(sotto.around(), sotto.passphraseFile());
    var patience = sotto.patience().multipliedBy(LONGER);
    try {
      if (wish.name != null) {
        try (var client = Client.register(folder, unlock, link, wish.name, patience)) {
          if (client.pending()) {
            pending(client.address());
          } else {
            registered(sotto, client);
          }
        }
      } else if (wish.phone != null) {
        pending(Client.requestCode(folder, unlock, link, wish.phone).address());
      }
      return 0;
    } finally {
      if (unlock instanceof Unlock.Passphrase passphrase) {
        passphrase.close();
      }
    }
  }

  static void registered(Sotto sotto, Client client) throws ClientException {
    sotto
        .output()
        .print(
            Json.event("registered").put("address", client.address()),
            () -> "Registered " + client.address() + ".");
    client.told();
  }

  private void pending(String address) {
    sotto
        .output()
        .print(
            Json.event("pending").put("address", address),
            () -> "A code was sent to %s; finish with: sotto verify CODE".formatted(address));
  }
}
