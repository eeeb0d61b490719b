package sotto.client.transport;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/// Trusts no authority and refuses no certificate: trust comes from the server's identity key.
final class AnyCertificate implements X509TrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
