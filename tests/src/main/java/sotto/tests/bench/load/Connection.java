package sotto.tests.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One connection: blocking while it logs in, then the loop's. Input that has not been consumed is
/// `in[inStart..inEnd)`.
public abstract class Connection {
  private static final int FIRST_BUFFER = 2048;

  protected byte[] in = new byte[FIRST_BUFFER];
  protected int inStart;
  protected int inEnd;

  private final Loop loop;
  private final SocketChannel socket;
  private final Wire wire;
  private byte[] out = new byte[FIRST_BUFFER];
  private int outEnd;
  private ByteBuffer leaving = ByteBuffer.allocate(0);
  private boolean queued;
  private boolean ending;
  private boolean ended;
  private @Nullable SelectionKey key;

  protected Connection(Loop loop, SocketChannel socket, Wire wire) {
    this.loop = loop;
    this.socket = socket;
    this.wire = wire;
  }

  protected static SocketChannel open(String host, int port) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  /// Consumes whole frames of the input, on the loop's thread.
  protected abstract void consume();

  // --- while logging in, on the caller's thread ---

  protected final void blockingWrite(byte[] bytes) throws IOException {
    wire.write(socket, ByteBuffer.wrap(bytes));
  }

  /// Waits for more input.
  protected final void blockingRead() throws IOException {
    if (!wire.read(socket, this::append)) {
      throw new EOFException("The server ended the connection during login.");
    }
  }

  /// Sends what [#put] has gathered.
  protected final void blockingFlush() throws IOException {
    wire.write(socket, ByteBuffer.wrap(out, 0, outEnd));
    outEnd = 0;
  }

  /// Hands the connection to the loop.
  protected final void register() throws Exception {
    socket.configureBlocking(false);
    loop.call(() -> {
      key = socket.register(loop.selector, SelectionKey.OP_READ, this);
      consume();
      compact();
    });
  }

  protected final void closeNow() {
    ending = true;
    ended();
  }

  // --- on the loop's thread ---

  final void readable() throws IOException {
    if (!wire.read(socket, this::append)) {
      throw new EOFException();
    }
    consume();
    if (inStart == inEnd) {
      inStart = 0;
      inEnd = 0;
    }
  }

  private void append(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (in.length - inEnd < more) {
      compact();
      if (in.length - inEnd < more) {
        in = Arrays.copyOf(in, Math.max(2 * in.length, inEnd + more));
      }
    }
    bytes.get(in, inEnd, more);
    inEnd += more;
  }

  private void compact() {
    System.arraycopy(in, inStart, in, 0, inEnd - inStart);
    inEnd -= inStart;
    inStart = 0;
  }

  protected final void put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, outEnd, bytes.length);
    outEnd += bytes.length;
  }

  protected final void put(int value) {
    room(1);
    out[outEnd++] = (byte) value;
  }

  protected final void put(String ascii) {
    put(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private void room(int more) {
    if (out.length - outEnd < more) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, outEnd + more));
    }
    wantsFlush();
  }

  /// Asks for [#beforeFlush] at the end of the cycle.
  protected final void wantsFlush() {
    if (!queued && key != null) {
      queued = true;
      loop.written(this);
    }
  }

  /// Last words before a cycle's output leaves.
  protected void beforeFlush() {}

  final void flushCycle() {
    queued = false;
    try {
      beforeFlush();
      flush();
    } catch (IOException problem) {
      ended();
    }
  }

  final void flush() throws IOException {
    SelectionKey known = key;
    if (ended || known == null) {
      return;
    }
    if (!wire.write(socket, leaving) || !written()) {
      known.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      return;
    }
    if (known.interestOps() != SelectionKey.OP_READ) {
      known.interestOps(SelectionKey.OP_READ);
    }
  }

  /// Whether all that was put has left; what has not is kept, and `out` is free again.
  private boolean written() throws IOException {
    ByteBuffer fresh = ByteBuffer.wrap(out, 0, outEnd);
    outEnd = 0;
    if (!fresh.hasRemaining() || wire.write(socket, fresh)) {
      return true;
    }
    leaving = ByteBuffer.allocate(fresh.remaining()).put(fresh).flip();
    return false;
  }

  /// Says goodbye: what is written leaves first.
  protected final void end() {
    ending = true;
    loop.execute(() -> {
      flushCycle();
      ended();
    });
  }

  final void ended() {
    if (ended) {
      return;
    }
    ended = true;
    if (!ending) {
      loop.connectionLost();
    }
    wire.close();
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      ending = true;
    }
  }
}
