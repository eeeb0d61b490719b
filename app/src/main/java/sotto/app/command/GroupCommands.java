package sotto.app.command;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sotto.app.Sotto;
import sotto.app.output.EventJson;
import sotto.app.output.EventText;
import sotto.app.output.Json;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;

/// `group create|add|remove|rename|leave|show`: conversations of many.
final class GroupCommands {
  private GroupCommands() {}

  static CommandLine of(Sotto sotto) {
    return new CommandLine(new Group())
        .addSubcommand(new Create(sotto))
        .addSubcommand(new Add(sotto))
        .addSubcommand(new Remove(sotto))
        .addSubcommand(new Rename(sotto))
        .addSubcommand(new Leave(sotto))
        .addSubcommand(new Show(sotto));
  }

  @Command(
      name = "group",
      description = "Conversations of many.",
      footer = {"", "Example: ./sotto group create team bob carol"})
  static final class Group implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(
            spec.commandLine(), "Say what to do: create, add, remove, rename, leave or show");
      }
    }
  }

  /// One that changes a conversation: connects, is up to date, and waits for the server's yes.
  private abstract static class Change implements Callable<Integer> {
    private final Sotto sotto;

    @Parameters(index = "0", paramLabel = "NAME", description = "The conversation's name.")
    private String name = "";

    Change(Sotto sotto) {
      this.sotto = sotto;
    }

    abstract Event change(Client client, String name) throws ClientException;

    abstract Json json(Event event);

    @Override
    public Integer call() throws ClientException, InterruptedException {
      var seen = new ConcurrentLinkedQueue<Event>();
      try (var client = sotto.open();
          var events = client.subscribe(seen::add)) {
        client.connect();
        client.awaitOnline(sotto.patience());
        client.catchUp(sotto.patience());
        var event = change(client, name);
        var text = new EventText(sotto.style(), ZoneId.systemDefault());
        sotto.output().print(json(event), () -> text.of(event));
        events.settle();
        for (var one : seen) {
          // Said here, so that `receive` does not say it again.
          if (by(one).equals(client.address())) {
            client.acknowledge(one);
          }
        }
      }
      return 0;
    }

    private static String by(Event event) {
      return event instanceof Event.Membership m
          ? m.by()
          : event instanceof Event.Renamed r ? r.by() : "";
    }
  }

  private abstract static class Members extends Change {
    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "MEMBER",
        description = "Addresses, or accounts on your server.")
    private List<String> members = List.of();

    Members(Sotto sotto) {
      super(sotto);
    }

    List<String> members() {
      return members;
    }

    @Override
    Json json(Event event) {
      return EventJson.of(event);
    }
  }

  @Command(
      name = "create",
      description = "Founds a conversation.",
      footer = {"", "Example: ./sotto group create team bob carol"})
  static final class Create extends Members {
    Create(Sotto sotto) {
      super(sotto);
    }

    @Override
    Event change(Client client, String name) throws ClientException {
      var made = client.createGroup(name, members());
      var others =
          made.members().stream()
              .map(Conversation.Member::address)
              .filter(address -> !address.equals(client.address()))
              .toList();
      return new Event.Membership(0, made.name(), others, List.of(), client.address());
    }
  }

  @Command(
      name = "add",
      description = "Adds members.",
      footer = {"", "Example: ./sotto group add team dave"})
  static final class Add extends Members {
    Add(Sotto sotto) {
      super(sotto);
    }

    @Override
    Event change(Client client, String name) throws ClientException {
      var before = addresses(client, name);
      client.addMembers(name, members());
      var after = client.conversation(name);
      var added =
          addresses(client, name).stream().filter(address -> !before.contains(address)).toList();
      return new Event.Membership(0, after.name(), added, List.of(), client.address());
    }
  }

  @Command(
      name = "remove",
      description = "Removes members; they can read nothing that follows.",
      footer = {"", "Example: ./sotto group remove team dave"})
  static final class Remove extends Members {
    Remove(Sotto sotto) {
      super(sotto);
    }

    @Override
    Event change(Client client, String name) throws ClientException {
      var before = addresses(client, name);
      client.removeMembers(name, members());
      var after = client.conversation(name);
      var left = addresses(client, name);
      var removed = before.stream().filter(address -> !left.contains(address)).toList();
      return new Event.Membership(0, after.name(), List.of(), removed, client.address());
    }
  }

  @Command(
      name = "rename",
      description = "Gives a conversation another name.",
      footer = {"", "Example: ./sotto group rename team friends"})
  static final class Rename extends Change {
    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "The new name.")
    private String newName = "";

    Rename(Sotto sotto) {
      super(sotto);
    }

    @Override
    Event change(Client client, String name) throws ClientException {
      client.rename(name, newName);
      return new Event.Renamed(0, newName, name, client.address());
    }

    @Override
    Json json(Event event) {
      return EventJson.of(event);
    }
  }

  @Command(
      name = "leave",
      description = "Leaves a conversation; its history stays in the profile.",
      footer = {"", "Example: ./sotto group leave team"})
  static final class Leave extends Change {
    Leave(Sotto sotto) {
      super(sotto);
    }

    @Override
    Event change(Client client, String name) throws ClientException {
      var conversation = client.conversation(name);
      client.leave(name);
      return new Event.Membership(
          0, conversation.name(), List.of(), List.of(client.address()), client.address());
    }

    @Override
    Json json(Event event) {
      return EventJson.of(event);
    }
  }

  @Command(
      name = "show",
      description = "Shows a conversation and its members, from the ratchet tree.",
      footer = {"", "Example: ./sotto group show team"})
  static final class Show implements Callable<Integer> {
    private final Sotto sotto;

    @Parameters(paramLabel = "NAME", description = "The conversation's name.")
    private String name = "";

    Show(Sotto sotto) {
      this.sotto = sotto;
    }

    @Override
    public Integer call() throws ClientException {
      try (var client = sotto.open()) {
        ConversationsCommand.show(sotto.output(), client.conversation(name));
      }
      return 0;
    }
  }

  private static List<String> addresses(Client client, String name) throws ClientException {
    return client.conversation(name).members().stream().map(Conversation.Member::address).toList();
  }
}
