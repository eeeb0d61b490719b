package sotto.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;

/// How bytes are moved: epoll where it loads, else the JDK's selector.
record Transport(EventLoopGroup loops, Class<? extends ServerChannel> serverChannel) {
  /// Netty's own switch for its search for buffers that were never released.
  private static final String LEAKS = "io.netty.leakDetection.level";

  static boolean isNative() {
    return Epoll.isAvailable();
  }

  static Transport open(int threads) {
    if (System.getProperty(LEAKS) == null) {
      // A stack trace for each hundredth buffer or so is for developers.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    DefaultThreadFactory names = new DefaultThreadFactory("sotto-net", true);
    return isNative()
        ? new Transport(
            new MultiThreadIoEventLoopGroup(threads, names, EpollIoHandler.newFactory()),
            EpollServerSocketChannel.class)
        : new Transport(
            new MultiThreadIoEventLoopGroup(threads, names, NioIoHandler.newFactory()),
            NioServerSocketChannel.class);
  }
}
