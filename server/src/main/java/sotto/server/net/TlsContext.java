package sotto.server.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import sotto.server.ServerException;

/// TLS 1.3 and nothing older: BoringSSL with the post-quantum hybrid first where it loads, else the
/// JDK's TLS, which has no hybrid group.
public final class TlsContext {
  /// In order of preference.
  static final String[] GROUPS = {"X25519MLKEM768", "X25519"};

  /// The one group that the JDK's TLS may use here, as everybody spells it and as the JDK does.
  static final String OF_THE_JDK = GROUPS[1];

  private static final String[] GROUPS_OF_THE_JDK = {"x25519"};

  private TlsContext() {}

  /// BoringSSL, unless it does not load here or `-Dsotto.server.tls=jdk` turns it off.
  static boolean boringSsl() {
    return !"jdk".equals(System.getProperty("sotto.server.tls")) && OpenSsl.isAvailable();
  }

  public static SslContext of(Certificate certificate) throws ServerException {
    boolean boringSsl = boringSsl();
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
              .sslProvider(boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
              .protocols("TLSv1.3")
              .clientAuth(ClientAuth.NONE)
              .trustManager(new NoCertificate())
              // The key goes through a key store in memory; one of PKCS #12 would be encrypted with
              // ten thousand rounds and decrypted again, at every start.
              .keyStoreType("JKS")
              // The connection is the session: nothing is resumed, and early data stays off.
              .sessionCacheSize(1)
              .sessionTimeout(1);
      if (boringSsl) {
        builder.option(OpenSslContextOption.GROUPS, GROUPS);
      }
      return builder.build();
    } catch (SSLException e) {
      throw new ServerException("TLS cannot be set up: " + e.getMessage() + ".", e);
    }
  }

  static SslHandler handler(SslContext context, ByteBufAllocator buffers) {
    SslHandler handler = context.newHandler(buffers);
    if (!boringSsl()) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setNamedGroups(GROUPS_OF_THE_JDK);
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }
}
