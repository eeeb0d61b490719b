package sotto.protocol.content;

import sotto.mls.codec.MlsException;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;

/// How MIMI content names accounts and conversations.
public final class MimiUri {
  private static final String SCHEME = "mimi://";
  private static final String ACCOUNT = "/u/";
  private static final String ROOM = "/r/";

  private MimiUri() {}

  /// `mimi://host/u/name`.
  public static String of(Address account) {
    return SCHEME + account.host() + ACCOUNT + account.account();
  }

  /// `mimi://host/r/<conversation id, hexadecimal>`.
  public static String of(String host, ConversationId conversation) {
    return SCHEME + host + ROOM + conversation.hex();
  }

  /// The account that `uri` names.
  public static Address account(String uri) throws MlsException {
    int slash = uri.indexOf(ACCOUNT, SCHEME.length());
    if (!uri.startsWith(SCHEME) || slash < 0) {
      throw new MlsException("A sender's URI does not have the form mimi://host/u/name.");
    }
    Address address =
        Address.of(uri.substring(slash + ACCOUNT.length()), uri.substring(SCHEME.length(), slash));
    if (!of(address).equals(uri)) {
      throw new MlsException("A sender's URI is not in its normal form.");
    }
    return address;
  }
}
