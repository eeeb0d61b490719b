package sotto.client.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import sotto.protocol.identity.Hash;

/// TLS 1.3 with `X25519MLKEM768` first where BoringSSL loads, else the JDK's own, which has no
/// hybrid group.
public final class TlsContext {
  private static final String[] GROUPS = {"X25519MLKEM768", "X25519"};

  /// As the JDK spells it; without this it would offer groups of which nobody chose one.
  private static final String[] GROUPS_OF_THE_JDK = {"x25519"};

  private final SslContext context;

  private TlsContext(SslContext context) {
    this.context = context;
  }

  /// Accepts any certificate: rules 2 have the server's identity key vouch for the TLS key in the
  /// first frame, and the engine sends nothing before it has compared the two.
  public static TlsContext create() {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .trustManager(new AnyCertificate())
              .endpointIdentificationAlgorithm(null)
              .protocols("TLSv1.3");
      if (isHybrid()) {
        return new TlsContext(
            builder
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .build());
      }
      return new TlsContext(builder.sslProvider(SslProvider.JDK).build());
    } catch (SSLException e) {
      throw new IllegalStateException("This Java has no TLS 1.3.", e);
    }
  }

  /// Whether BoringSSL loads here, without which TLS has no group that is safe from quantum
  /// computers.
  public static boolean isHybrid() {
    return OpenSsl.isAvailable();
  }

  SslHandler newHandler(ByteBufAllocator buffers, String host, int port) {
    SslHandler handler = context.newHandler(buffers, host, port);
    if (!isHybrid()) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setNamedGroups(GROUPS_OF_THE_JDK);
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /// What the handshake led to; empty when it showed no certificate.
  static Optional<TlsFacts> facts(SSLEngine engine) {
    try {
      X509Certificate shown = (X509Certificate) engine.getSession().getPeerCertificates()[0];
      return Optional.of(
          new TlsFacts(Hash.sha256(shown.getPublicKey().getEncoded()), group(engine)));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static String group(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
      try {
        String name = SSL.getGroupName(openSsl.sslPointer());
        return name == null ? "unknown" : name;
      } catch (Exception e) { // declared by the native method, for an engine that is closed
        return "unknown";
      }
    }
    return GROUPS[1];
  }
}
