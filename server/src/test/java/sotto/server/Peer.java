package sotto.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;

/// A raw scripted client: it says what a test tells it to, right or wrong, over a real TLS socket.
final class Peer implements AutoCloseable {
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final SecureRandom random = new SecureRandom();
  private final Deque<ServerReply> early = new ArrayDeque<>();
  private long request;

  Nonce nonce;
  ServerFrame.ServerProof proof;

  private Peer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = socket.getOutputStream();
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    this.nonce = Nonce.of(fresh);
    this.proof = NO_PROOF;
  }

  private static final ServerFrame.ServerProof NO_PROOF =
      new ServerFrame.ServerProof(
          1,
          Nonce.of(new byte[32]),
          "nobody",
          ServerKey.of(new byte[32]),
          Hash.NONE,
          0,
          Signature.of(new byte[64]));

  /// TLS and the upgrade, and not a word more.
  static Peer open(Server server) throws IOException {
    return open(server, 0);
  }

  static Peer open(Server server, int receiveBuffer) throws IOException {
    return open(server.host(), server.port(), receiveBuffer);
  }

  static Peer open(String host, int port, int receiveBuffer) throws IOException {
    Socket plain = new Socket();
    if (receiveBuffer > 0) {
      plain.setReceiveBufferSize(receiveBuffer);
    }
    plain.connect(new InetSocketAddress(host, port), 5_000);
    plain.setSoTimeout(20_000);
    plain.setTcpNoDelay(true);
    Peer peer = new Peer(tls(plain, host, port));
    peer.upgrade();
    return peer;
  }

  /// Up to the server's proof.
  static Peer greeted(Server server) throws IOException {
    Peer peer = open(server);
    peer.greet();
    return peer;
  }

  /// With the nonce of another connection, as a recording would begin.
  static Peer greetedAs(Peer other, Server server) throws IOException {
    Peer peer = open(server);
    peer.nonce = other.nonce;
    peer.greet();
    return peer;
  }

  void greet() throws IOException {
    proof = ask(new ClientFrame.Hello(1, nonce), ServerFrame.ServerProof.class);
  }

  /// SHA-256 of the public key that TLS showed.
  Hash tlsKey() throws IOException {
    Certificate shown = ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    return Hash.sha256(shown.getPublicKey().getEncoded());
  }

  String protocol() {
    return ((SSLSocket) socket).getSession().getProtocol();
  }

  long send(ClientFrame frame) throws IOException {
    write(BINARY, new ClientRequest(++request, frame).encoded());
    return request;
  }

  /// Sends and waits for the answer; what comes unasked meanwhile is kept for [#next].
  <T extends ServerFrame> T ask(ClientFrame frame, Class<T> expected) throws IOException {
    return expected.cast(answer(send(frame)));
  }

  ServerFrame ask(ClientFrame frame) throws IOException {
    return answer(send(frame));
  }

  ServerFrame answer(long to) throws IOException {
    while (true) {
      ServerReply reply = read();
      if (reply.request() == to) {
        return reply.frame();
      }
      early.add(reply);
    }
  }

  /// The next frame, asked for or not.
  ServerReply next() throws IOException {
    return early.isEmpty() ? read() : early.poll();
  }

  /// The next frame of this kind; others are left out.
  <T extends ServerFrame> T next(Class<T> kind) throws IOException {
    while (true) {
      ServerReply reply = next();
      if (kind.isInstance(reply.frame())) {
        return kind.cast(reply.frame());
      }
    }
  }

  /// A WebSocket message with any content.
  void write(int opcode, byte[] payload) throws IOException {
    byte[] frame = new byte[payload.length + 14];
    int at = 0;
    frame[at++] = (byte) (0x80 | opcode);
    if (payload.length < 126) {
      frame[at++] = (byte) (0x80 | payload.length);
    } else if (payload.length < 1 << 16) {
      frame[at++] = (byte) (0x80 | 126);
      frame[at++] = (byte) (payload.length >>> 8);
      frame[at++] = (byte) payload.length;
    } else {
      frame[at++] = (byte) (0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame[at++] = (byte) ((long) payload.length >>> shift);
      }
    }
    byte[] mask = {1, 2, 3, 4};
    System.arraycopy(mask, 0, frame, at, 4);
    at += 4;
    for (int i = 0; i < payload.length; i++) {
      frame[at + i] = (byte) (payload[i] ^ mask[i & 3]);
    }
    out.write(frame, 0, at + payload.length);
    out.flush();
  }

  void writeRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Reads without a word until the server has closed the connection.
  void awaitEnd() {
    try {
      while (in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException closed) {
      assert closed != null;
    }
  }

  private ServerReply read() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      long size = length;
      if (length == 126) {
        size = in.readUnsignedShort();
      } else if (length == 127) {
        size = in.readLong();
      }
      byte[] payload = in.readNBytes((int) size);
      switch (first & 0x0f) {
        case BINARY -> {
          try {
            return ServerReply.decode(payload);
          } catch (MlsException e) {
            throw new IOException(e);
          }
        }
        case PING -> write(10, payload);
        case CLOSE -> throw new EOFException("the server closed the WebSocket");
        default -> {}
      }
    }
  }

  private void upgrade() throws IOException {
    byte[] key = new byte[16];
    random.nextBytes(key);
    String ask =
        "GET / HTTP/1.1\r\nHost: sotto\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + Base64.getEncoder().encodeToString(key)
            + "\r\n\r\n";
    out.write(ask.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) in.readUnsignedByte());
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + answer);
    }
  }

  private static Socket tls(Socket plain, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// The certificate is not what vouches for the server: its identity key is.
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
