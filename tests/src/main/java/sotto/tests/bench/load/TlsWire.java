package sotto.tests.bench.load;

import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/// TLS over any engine. Buffers are shared by the thread's connections; one connection keeps only
/// the part of a record that has not arrived whole, and what the socket did not take.
public final class TlsWire implements Wire {
  private static final int NETWORK = 1 << 18;
  private static final int RECORD = 1 << 15;

  /// What one record carries at most.
  private static final int PLAINTEXT = 1 << 14;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ThreadLocal<ByteBuffer> NETWORK_IN =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(NETWORK));
  private static final ThreadLocal<ByteBuffer> NETWORK_OUT =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(NETWORK));
  private static final ThreadLocal<ByteBuffer> PLAIN_IN =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(RECORD));
  private static final ThreadLocal<ByteBuffer> PLAIN_OUT =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PLAINTEXT));

  private final SSLEngine engine;
  private ByteBuffer partRecord = NOTHING;
  private ByteBuffer unsent = NOTHING;

  public TlsWire(SSLEngine engine) {
    this.engine = engine;
  }

  /// Shakes hands over a socket that blocks.
  public Certificate handshake(SocketChannel socket) throws IOException {
    engine.beginHandshake();
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      switch (status) {
        case NEED_WRAP -> write(socket, NOTHING.duplicate());
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!read(socket, plaintext -> {})) {
            throw new EOFException("The server ended the connection while shaking hands.");
          }
        }
        case NEED_TASK -> engine.getDelegatedTask().run();
        case FINISHED, NOT_HANDSHAKING -> {
          return engine.getSession().getPeerCertificates()[0];
        }
      }
    }
  }

  @Override
  public boolean read(SocketChannel socket, Sink sink) throws IOException {
    ByteBuffer in = NETWORK_IN.get().clear();
    in.put(partRecord);
    partRecord = NOTHING;
    // While shaking hands, what has arrived already comes before what is still to come.
    boolean progress = false;
    if (in.position() > 0 && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      progress = unwrap(in.flip(), sink);
      in.compact();
    }
    if (!progress) {
      if (socket.read(in) < 0) {
        return false;
      }
      unwrap(in.flip(), sink);
      in.compact();
    }
    if (in.position() > 0) {
      partRecord = ByteBuffer.allocate(in.position()).put(in.flip()).flip();
    }
    return !engine.isInboundDone();
  }

  /// Whether anything was taken from `in`.
  private boolean unwrap(ByteBuffer in, Sink sink) throws IOException {
    ByteBuffer plain = PLAIN_IN.get();
    int before = in.remaining();
    while (in.hasRemaining()) {
      plain.clear();
      SSLEngineResult result = engine.unwrap(in, plain);
      if (plain.position() > 0) {
        sink.accept(plain.flip());
      }
      HandshakeStatus handshake = result.getHandshakeStatus();
      if (handshake == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      }
      boolean needsOther = handshake == HandshakeStatus.NEED_WRAP;
      if (result.getStatus() != SSLEngineResult.Status.OK || needsOther) {
        break;
      }
    }
    return in.remaining() < before;
  }

  @Override
  public boolean write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    if (!drain(socket)) {
      return false;
    }
    ByteBuffer out = NETWORK_OUT.get();
    do {
      out.clear();
      while (out.remaining() >= RECORD) {
        ByteBuffer plain = direct(bytes);
        SSLEngineResult result = engine.wrap(plain, out);
        if (result.getStatus() != SSLEngineResult.Status.OK || plain.hasRemaining()) {
          throw new IOException("TLS cannot seal: " + result.getStatus());
        }
        if (!bytes.hasRemaining()) {
          break;
        }
      }
      out.flip();
      while (out.hasRemaining()) {
        if (socket.write(out) == 0) {
          unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
          return false;
        }
      }
    } while (bytes.hasRemaining());
    return true;
  }

  /// The next record's plaintext, in memory that the engine takes as it is.
  private static ByteBuffer direct(ByteBuffer bytes) {
    ByteBuffer plain = PLAIN_OUT.get().clear();
    int length = Math.min(PLAINTEXT, bytes.remaining());
    plain.put(0, bytes, bytes.position(), length).limit(length);
    bytes.position(bytes.position() + length);
    return plain;
  }

  private boolean drain(SocketChannel socket) throws IOException {
    while (unsent.hasRemaining()) {
      if (socket.write(unsent) == 0) {
        return false;
      }
    }
    unsent = NOTHING;
    return true;
  }

  @Override
  public void close() {
    engine.closeOutbound();
    ReferenceCountUtil.release(engine);
  }
}
