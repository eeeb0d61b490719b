package sotto.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A server of a test, and what it printed.
final class Running implements Listener {
  final List<String> invites = Collections.synchronizedList(new ArrayList<>());
  final List<String> links = Collections.synchronizedList(new ArrayList<>());
  final List<String> codes = Collections.synchronizedList(new ArrayList<>());
  final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  final List<String> damages = Collections.synchronizedList(new ArrayList<>());

  static ServerSettings settings(Path data) {
    return ServerSettings.of(data).listening("127.0.0.1", 0);
  }

  Server start(ServerSettings settings) throws ServerException {
    return Server.start(settings, this);
  }

  String invite(Path data) throws ServerException {
    return Invites.create(data, 1, Duration.ofHours(1));
  }

  @Override
  public void invite(String link) {
    invites.add(link);
  }

  @Override
  public void link(String link) {
    links.add(link);
  }

  @Override
  public void code(String address, String code) {
    codes.add(address + " " + code);
  }

  @Override
  public void ready(String host, int port, String fingerprint, String metrics) {}

  @Override
  public void damaged(String sentence) {
    damages.add(sentence);
  }

  @Override
  public void failed(String sentence) {
    failures.add(sentence);
  }
}
