package sotto.server.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Health and metrics for the operator's own machine: `/healthz` and `/metrics`, on loopback only.
final class StatusPage implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sotto-status").factory());

  private StatusPage(HttpServer server) {
    this.server = server;
  }

  /// @param wanted its port; another one that is free when this is taken, or 0
  /// @param trouble why the server does not do its work now, as a sentence
  static StatusPage start(int wanted, Supplier<Optional<String>> trouble, Supplier<String> metrics)
      throws IOException {
    HttpServer server = bound(wanted);
    StatusPage page = new StatusPage(server);
    server.createContext(
        "/healthz",
        exchange -> {
          Optional<String> why = trouble.get();
          answer(exchange, why.isEmpty() ? 200 : 503, why.orElse("ok") + "\n");
        });
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
    server.setExecutor(page.thread);
    server.start();
    return page;
  }

  private static HttpServer bound(int wanted) throws IOException {
    if (wanted == 0) {
      return bound();
    }
    try {
      return on(wanted);
    } catch (BindException e) {
      HttpServer other = bound();
      System.err.println(
          "sotto: port %d, where health and metrics were, is taken; for this start they are on port %d."
              .formatted(wanted, other.getAddress().getPort()));
      return other;
    }
  }

  /// On any port that can be kept for later starts.
  private static HttpServer bound() throws IOException {
    for (int tries = 0; tries < LastingPort.TRIES; tries++) {
      try {
        return on(LastingPort.any());
      } catch (BindException taken) {
        continue;
      }
    }
    return on(0);
  }

  private static HttpServer on(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String address() {
    return server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
