package sotto.tests.bench.server;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.wire.Bytes;
import sotto.tests.bench.load.Driver;
import sotto.tests.bench.load.Loop;
import sotto.tests.bench.load.Parallel;
import sotto.tests.bench.load.TlsWire;

/// Sotto's own server: TLS 1.3, WebSocket, registration and login as clients do them; each pair of
/// people is a group. The MLS messages are made up, as the server sees no more of them than their
/// outside.
final class SottoDriver implements Driver {
  private static final int REGISTERING = 8;

  /// A server limits logins by the address they come from, so they come from many.
  private static final int SOURCE_ADDRESSES = 240;

  private final Loop loop;
  private final String host;
  private final int port;
  private final Receipts receipts;
  private final SslContext tls;
  private final Crypto crypto = PortableCrypto.create();
  private final Map<String, Account> accounts;
  private final AtomicInteger connections = new AtomicInteger();

  /// @param accounts those that exist already, and where new ones are put
  SottoDriver(Loop loop, String host, int port, Receipts receipts, Map<String, Account> accounts)
      throws SSLException {
    this.loop = loop;
    this.host = host;
    this.port = port;
    this.receipts = receipts;
    this.accounts = accounts;
    this.tls =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols("TLSv1.3")
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .build();
  }

  static Map<String, Account> noAccounts() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public void provision(List<String> users, List<Pair> pairs) throws Exception {
    List<String> missing = users.stream().filter(user -> !accounts.containsKey(user)).toList();
    Parallel.each(
        REGISTERING,
        missing,
        user -> {
          SottoLink link = open();
          accounts.put(user, link.register(crypto, user));
          link.hangUp();
        });
    Map<String, List<Pair>> bySender = pairs.stream().collect(Collectors.groupingBy(Pair::sender));
    Parallel.each(REGISTERING, List.copyOf(bySender.values()), this::makeGroups);
  }

  private void makeGroups(List<Pair> ofOneSender) throws Exception {
    Account sender = account(ofOneSender.getFirst().sender());
    List<Pair> missing =
        ofOneSender.stream().filter(pair -> !sender.groups().containsKey(pair.receiver())).toList();
    if (missing.isEmpty()) {
      return;
    }
    SottoLink link = open();
    link.login(sender);
    for (Pair pair : missing) {
      Bytes group = link.makeGroup(account(pair.receiver()));
      sender.groups().put(pair.receiver(), group);
    }
    link.hangUp();
  }

  @Override
  public Link connect(String user, Role role, Mailbox mailbox) throws Exception {
    SottoLink link = open();
    link.login(account(user));
    link.receive(mailbox);
    return link;
  }

  private Account account(String user) throws IOException {
    Account account = accounts.get(user);
    if (account == null) {
      throw new IOException(user + " was not registered.");
    }
    return account;
  }

  private SottoLink open() throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    int source = 1 + connections.getAndIncrement() % SOURCE_ADDRESSES;
    if (host.equals("127.0.0.1")) {
      socket.bind(new InetSocketAddress("127.0.0." + source, 0));
    }
    socket.connect(new InetSocketAddress(host, port));
    TlsWire wire = new TlsWire(tls.newEngine(UnpooledByteBufAllocator.DEFAULT, host, port));
    return new SottoLink(loop, socket, wire, host, receipts);
  }

  @Override
  public void close() {
    receipts.close();
  }
}
