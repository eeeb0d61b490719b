package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.ClientException;
import sotto.client.engine.Command.Destination;
import sotto.client.engine.Known.Standing;
import sotto.mls.codec.MlsException;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ContactAddress;

/// What people type, and whom or what they mean by it.
public final class Names {
  private Names() {}

  /// What `TO` means: an address, a bare account name, or a conversation's name; with a leading `#`
  /// only the last.
  public static Destination destination(State state, String typed) throws ClientException {
    String name = typed.strip();
    if (name.startsWith("#")) {
      return new Destination.ToTalk(talk(state, name));
    }
    if (name.contains("@")) {
      return new Destination.ToContact(contact(name));
    }
    Optional<Talk> meant = meant(state, name);
    if (meant.isPresent()) {
      return new Destination.ToTalk(meant.get().key());
    }
    return new Destination.ToContact(
        new ContactAddress(
            account(state, name)
                .orElseThrow(() ->
                    new ClientException.Usage(
                        "There is no conversation called "
                            + name
                            + ", and it is no address: see conversations and contacts.")),
            Optional.empty()));
  }

  private static ContactAddress contact(String name) throws ClientException {
    try {
      return ContactAddress.parse(name);
    } catch (MlsException e) {
      throw new ClientException.Usage(e.getMessage());
    }
  }

  /// The key of a conversation that a person named; of two, by the other's address.
  public static String talk(State state, String typed) throws ClientException {
    String name = typed.strip();
    Optional<Talk> named =
        name.startsWith("#") ? titled(state, name.substring(1)) : meant(state, name);
    if (named.isPresent()) {
      return named.get().key();
    }
    return account(state, name)
        .map(other -> Talk.directKey(state.self().me(), other))
        .filter(key -> state.talks().contains(key))
        .orElseThrow(() ->
            new ClientException.Usage(
                "There is no conversation called " + name + ": see conversations."));
  }

  /// The conversation that a bare name means, and never one of two guessed. Who was not accepted
  /// takes no name away from what was: neither a stranger's conversation that is called like a
  /// contact, nor a stranger who is called like a conversation.
  private static Optional<Talk> meant(State state, String name) throws ClientException {
    Optional<Talk> named = titled(state, name);
    Optional<Known> contact = account(state, name).flatMap(state::contact);
    if (contact.isEmpty()
        || named.isEmpty()
        || named.get().kind() == ConversationData.Kind.DIRECT) {
      return named;
    }
    boolean request = named.get().status() == Talk.Status.REQUEST;
    boolean stranger = contact.get().standing() != Standing.ACCEPTED;
    if (request == stranger) {
      throw new ClientException.Usage(
          "There is a conversation and a contact called "
              + name
              + ": write #"
              + name
              + " or "
              + contact.get().address()
              + ".");
    }
    return request ? Optional.empty() : named;
  }

  private static Optional<Talk> titled(State state, String name) throws ClientException {
    List<Talk> named = state.talks().values().stream().filter(talk -> talk.called(name)).toList();
    if (named.size() > 1) {
      named = named.stream().filter(talk -> !talk.ended()).toList();
    }
    if (named.size() > 1) {
      named = named.stream().filter(talk -> talk.status() != Talk.Status.REQUEST).toList();
    }
    if (named.size() > 1) {
      throw new ClientException.Usage(
          "Several conversations are called " + name + ": have one of them renamed.");
    }
    return named.stream().findFirst();
  }

  public static List<Address> accounts(State state, List<String> names) throws ClientException {
    List<Address> accounts = new ArrayList<>();
    for (String name : names) {
      accounts.add(
          account(state, name)
              .orElseThrow(() ->
                  new ClientException.Usage(name + " is no address; one has the form name@host.")));
    }
    return accounts;
  }

  /// An address, or a bare account name on the own server.
  public static Optional<Address> account(State state, String typed) {
    try {
      String plain = typed.contains("#") ? typed.substring(0, typed.indexOf('#')) : typed;
      return Optional.of(
          plain.contains("@")
              ? Address.parse(plain)
              : Address.of(plain.strip(), state.self().me().host()));
    } catch (MlsException e) {
      return Optional.empty();
    }
  }
}
