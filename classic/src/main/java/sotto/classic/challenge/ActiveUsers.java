package sotto.classic.challenge;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;
import sotto.classic.record.Fields;

/// Who is here, as the server says it, and each one's key, if the server has signed it.
final class ActiveUsers {
  private final SignedKeys signedKeys;
  private final PublicKey server;
  private final String me;
  private final Consumer<String> say;
  private Map<String, PublicKey> users = new TreeMap<>();

  ActiveUsers(SignedKeys signedKeys, PublicKey server, String me, Consumer<String> say) {
    this.signedKeys = signedKeys;
    this.server = server;
    this.me = me;
    this.say = say;
  }

  synchronized void replace(Map<String, Fields> list) throws Refusal {
    var now = new TreeMap<String, PublicKey>();
    for (Map.Entry<String, Fields> entry : list.entrySet()) {
      String pem = entry.getValue().text("public_key");
      if (signedKeys.verify(pem, entry.getValue().bytes("signature"), server))
        now.put(Username.checked(entry.getKey()), RsaKeys.publicKey(pem));
      else
        say.accept(
            "The server's signature of the key of "
                + entry.getKey()
                + " is wrong; this user is ignored.");
    }
    List<String> joined = difference(now, users);
    List<String> left = difference(users, now);
    users = now;
    if (!joined.isEmpty()) say.accept("Users joined: " + String.join(", ", joined));
    if (!left.isEmpty()) say.accept("Users left: " + String.join(", ", left));
  }

  private List<String> difference(Map<String, PublicKey> these, Map<String, PublicKey> without) {
    var names = new ArrayList<>(these.keySet());
    names.removeAll(without.keySet());
    names.remove(me);
    return names;
  }

  synchronized Optional<PublicKey> keyOf(String name) {
    return Optional.ofNullable(users.get(name));
  }

  synchronized boolean includesMe() {
    return users.containsKey(me);
  }

  synchronized String others() {
    var names = new ArrayList<>(users.keySet());
    names.remove(me);
    return names.isEmpty() ? "nobody else" : String.join(", ", names);
  }
}
