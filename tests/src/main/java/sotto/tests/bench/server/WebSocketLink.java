package sotto.tests.bench.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import sotto.tests.bench.load.Connection;
import sotto.tests.bench.load.Loop;
import sotto.tests.bench.load.TlsWire;

/// A WebSocket client (RFC 6455) of binary messages. Its masking key is zero, which is a masking
/// key like any other and costs the load generator nothing.
abstract class WebSocketLink extends Connection {
  private static final int BINARY = 0x82;
  private static final int PONG = 0x8a;
  private static final int CLOSE = 0x88;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = new byte[4];

  WebSocketLink(Loop loop, SocketChannel socket, TlsWire wire) throws IOException {
    super(loop, socket, wire);
    wire.handshake(socket);
  }

  /// One whole message, at `in[from..to)`.
  protected abstract void message(int from, int to);

  final void upgrade(String host) throws IOException {
    blockingWrite(
        """
        GET / HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        \r
        """
            .formatted(host)
            .getBytes(StandardCharsets.US_ASCII));
    while (true) {
      String text = new String(in, inStart, inEnd - inStart, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        if (!text.startsWith("HTTP/1.1 101")) {
          throw new IOException("The server does not speak WebSocket: " + text.lines().findFirst());
        }
        inStart += end + 4;
        return;
      }
      blockingRead();
    }
  }

  final void putMessage(byte[] message) {
    header(BINARY, message.length);
    put(message);
  }

  private void header(int first, int length) {
    put(first);
    if (length < 126) {
      put(MASKED | length);
    } else if (length <= 0xffff) {
      put(MASKED | 126);
      put(length >>> 8);
      put(length);
    } else {
      put(MASKED | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        put((int) ((long) length >>> shift));
      }
    }
    put(MASK);
  }

  final void putClose() {
    header(CLOSE, 2);
    put(0x03);
    put(0xe8);
  }

  /// Waits for the next binary message while logging in.
  final byte[] blockingMessage() throws IOException {
    while (true) {
      int[] frame = frame();
      if (frame.length == 0) {
        blockingRead();
        continue;
      }
      inStart = frame[1];
      if (frame[2] == BINARY) {
        byte[] message = new byte[frame[1] - frame[0]];
        System.arraycopy(in, frame[0], message, 0, message.length);
        return message;
      }
    }
  }

  @Override
  protected final void consume() {
    for (int[] frame = frame(); frame.length > 0; frame = frame()) {
      inStart = frame[1];
      switch (frame[2]) {
        case BINARY -> message(frame[0], frame[1]);
        case 0x89 -> {
          header(PONG, frame[1] - frame[0]);
          for (int i = frame[0]; i < frame[1]; i++) {
            put(in[i]);
          }
        }
        default -> {}
      }
    }
  }

  /// Start, end and first byte of the next frame; nothing when it has not arrived whole.
  private int[] frame() {
    if (inEnd - inStart < 2) {
      return new int[0];
    }
    int length = in[inStart + 1] & 0x7f;
    int body = inStart + 2;
    int more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (inEnd < body + more) {
      return new int[0];
    }
    if (more > 0) {
      length = 0;
      for (int i = 0; i < more; i++) {
        length = length << 8 | in[body + i] & 0xff;
      }
      body += more;
    }
    return inEnd - body < length ? new int[0] : new int[] {body, body + length, in[inStart] & 0xff};
  }
}
