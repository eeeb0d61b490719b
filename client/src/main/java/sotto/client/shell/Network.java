package sotto.client.shell;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import sotto.client.transport.TlsContext;

/// The network threads of this process, shared by all its clients; made when the first connects.
final class Network {
  private Network() {}

  static EventLoopGroup threads() {
    return Threads.GROUP;
  }

  static TlsContext tls() {
    return Tls.CONTEXT;
  }

  private static final class Threads {
    static final EventLoopGroup GROUP =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sotto-network", true), NioIoHandler.newFactory());
  }

  private static final class Tls {
    static final TlsContext CONTEXT = TlsContext.create();
  }
}
