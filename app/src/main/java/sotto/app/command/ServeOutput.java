package sotto.app.command;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.server.Listener;

/// What `serve` prints.
record ServeOutput(Output output, CompletableFuture<Optional<String>> end) implements Listener {
  @Override
  public void invite(String link) {
    output.print(Json.event("invite").put("link", link), () -> "invite " + link);
  }

  @Override
  public void link(String link) {
    output.print(Json.event("link").put("link", link), () -> "link " + link);
  }

  @Override
  public void code(String address, String code) {
    output.print(
        Json.event("code").put("address", address).put("code", code),
        () -> "code " + address + " " + code);
  }

  @Override
  public void ready(String host, int port, String fingerprint, String metrics) {
    output.print(
        Json.event("ready")
            .put("host", host)
            .put("port", port)
            .put("fingerprint", fingerprint)
            .put("metrics", metrics),
        () -> "ready " + new HostPort(host, port) + " " + fingerprint);
  }

  @Override
  public void failed(String sentence) {
    end.complete(Optional.of(sentence));
  }
}
