package sotto.app.chat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import sotto.app.output.Shown;
import sotto.client.Client;
import sotto.client.ClientException;

/// Whom one can write to, for completion and for `recipient:message`.
final class Names implements Completer {
  private static final List<String> COMMANDS =
      List.of("/help", "/to", "/members", "/who", "/trust", "/safety", "/exit");

  private final Client client;

  Names(Client client) {
    this.client = client;
  }

  /// Whether a conversation or contact is called so, in full or by the account's name alone.
  boolean known(String name) {
    String bare = name.startsWith("#") ? name.substring(1) : name;
    return bare.matches("[^@\\s]+@[^@\\s]+") || all().contains(bare);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      if (line.line().startsWith("/")) {
        COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
      } else {
        offered().forEach(name -> candidates.add(candidate(name + ":")));
      }
    } else if (line.wordIndex() == 1 && line.words().getFirst().startsWith("/")) {
      offered().forEach(name -> candidates.add(candidate(name)));
    }
  }

  /// What is offered: an account of one's own server by its name alone.
  private Set<String> offered() {
    String own = client.address().substring(client.address().indexOf('@'));
    Set<String> names = all();
    names.removeIf(name -> name.endsWith(own));
    names.remove(client.address().substring(0, client.address().indexOf('@')));
    return names;
  }

  private Set<String> all() {
    Set<String> names = new TreeSet<>();
    try {
      for (var one : client.conversations()) {
        add(names, one.name());
        one.members().forEach(member -> add(names, member.address()));
      }
      client.contacts().forEach(one -> add(names, one.address()));
    } catch (ClientException e) {
      // A completion that cannot be offered is no trouble worth a sentence.
      return names;
    }
    return names;
  }

  private static void add(Set<String> names, String name) {
    names.add(name);
    int at = name.indexOf('@');
    if (at > 0) {
      names.add(name.substring(0, at));
    }
  }

  private static Candidate candidate(String name) {
    return new Candidate(name, Shown.line(name), null, null, null, null, true);
  }
}
