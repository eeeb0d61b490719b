package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What lies between a connection's bytes and its socket: nothing, or TLS.
public interface Wire extends AutoCloseable {
  /// Reads what is there, or blocks when the socket does, and hands each piece of plaintext to
  /// `sink`.
  ///
  /// @return false when the peer has ended the connection
  boolean read(SocketChannel socket, Sink sink) throws IOException;

  /// Takes what it can of `bytes`.
  ///
  /// @return whether everything has left; otherwise it is to be called again when the socket is
  ///   writable
  boolean write(SocketChannel socket, ByteBuffer bytes) throws IOException;

  @Override
  void close();

  /// Gets plaintext; the buffer is the wire's own.
  @FunctionalInterface
  interface Sink {
    void accept(ByteBuffer plaintext);
  }
}
