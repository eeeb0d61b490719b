package sotto.protocol.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// `alice@host` or `+15550100@host`: an account on a server, in its one normal form.
///
/// ```
/// opaque Address<V>;      // ASCII, 3 to 286 bytes
/// ```
public record Address(String account, String host) implements Encodable, Comparable<Address> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{3,14}");
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");

  public Address {
    if (!isAccount(account) || !isHost(host)) {
      throw new IllegalArgumentException(account + "@" + host + " is not an address");
    }
  }

  /// What a person typed: letters may be capital.
  public static Address parse(String typed) throws MlsException {
    String text = lowerCase(typed.strip());
    int at = text.indexOf('@');
    if (at < 0) {
      throw new MlsException("An address has the form name@host, such as alice@example.org.");
    }
    return of(text.substring(0, at), text.substring(at + 1));
  }

  /// An account name and a host that a person typed.
  public static Address of(String typedAccount, String typedHost) throws MlsException {
    String account = lowerCase(typedAccount);
    String host = lowerCase(typedHost);
    if (!isAccount(account)) {
      throw new MlsException(
          "An account name has 1 to 32 letters, digits, '.', '_' or '-' and begins with a letter or"
              + " digit; a telephone number begins with + and its country.");
    }
    if (!isHost(host)) {
      throw new MlsException("The part of an address after @ is not the name of a server.");
    }
    return new Address(account, host);
  }

  public static boolean isAccount(String account) {
    return NAME.matcher(account).matches() || PHONE.matcher(account).matches();
  }

  public static boolean isHost(String host) {
    return HOST.matcher(host).matches();
  }

  /// ASCII only: Unicode's lower case makes a `k` of the Kelvin sign.
  private static String lowerCase(String typed) {
    return typed.chars().allMatch(c -> c < 0x80) ? typed.toLowerCase(Locale.ROOT) : typed;
  }

  public boolean isPhone() {
    return account.startsWith("+");
  }

  @Override
  public void encode(Writer out) {
    out.opaque(toString().getBytes(StandardCharsets.US_ASCII));
  }

  /// Refuses whatever is not in its normal form.
  public static Address decode(Reader in) throws MlsException {
    String text = Fields.text(in, Limits.MAX_ADDRESS);
    Address address = parse(text);
    if (!address.toString().equals(text)) {
      throw new MlsException("An address is not in its normal form.");
    }
    return address;
  }

  @Override
  public int compareTo(Address other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return account + "@" + host;
  }
}
