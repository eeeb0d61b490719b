package sotto.server.authentication;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Code;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.server.authentication.AuthenticationStore.StoredCode;

/// Six digits, ten minutes, five tries, bound to an address, the purpose and the account key that
/// asked.
final class Codes {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final String PURPOSE = "Sotto registration code";

  private final AuthenticationStore store;
  private final Terms terms;
  private final byte[] hashKey;

  Codes(AuthenticationStore store, Terms terms, byte[] hashKey) {
    this.store = store;
    this.terms = terms;
    this.hashKey = hashKey.clone();
  }

  Decision issue(
      Address address, AccountKey account, String source, long now, RandomGenerator random) {
    // From the narrowest on: who has used up its own does not use up everybody's, and what is
    // refused here leaves no row for an address that nobody may have.
    boolean free =
        store.use("codes from " + source, HOUR, now) <= terms.codesPerSource()
            && store.use("codes", HOUR, now) <= terms.codesInAll()
            && store.use("codes for " + address, DAY, now) <= terms.codesPerSpan();
    if (!free) {
      return new Decision.Refused(ErrorCode.RATE);
    }
    Code code = random(random);
    store.putCode(
        new StoredCode(
            address, account, hash(address, account, code), now, Limits.CODE_TRIES, false));
    return new Decision.CodeIssued(code, now + Limits.CODE_LIFE.toMillis());
  }

  /// The objection to a code, if there is one; otherwise it is used up.
  Optional<ErrorCode> redeem(Address address, AccountKey account, Code code, long now) {
    Optional<StoredCode> issued = store.code(address, account);
    if (issued.isEmpty()) {
      return Optional.of(ErrorCode.CODE_WRONG);
    }
    StoredCode stored = issued.get();
    if (stored.used()) {
      return Optional.of(ErrorCode.CODE_USED);
    }
    // A clock that was set back does not make a code live longer: its time counts both ways.
    if (Math.abs(now - stored.issued()) > Limits.CODE_LIFE.toMillis()) {
      return Optional.of(ErrorCode.CODE_EXPIRED);
    }
    if (stored.triesLeft() <= 0) {
      return Optional.of(ErrorCode.CODE_TRIES);
    }
    // Counted before it is compared, in the same transaction.
    boolean right =
        MessageDigest.isEqual(stored.codeHash().toArray(), hash(address, account, code).toArray());
    store.putCode(
        new StoredCode(
            address, account, stored.codeHash(), stored.issued(), stored.triesLeft() - 1, right));
    return right ? Optional.empty() : Optional.of(ErrorCode.CODE_WRONG);
  }

  private static Code random(RandomGenerator random) {
    try {
      return Code.parse(String.format("%06d", random.nextInt(1_000_000)));
    } catch (MlsException e) {
      throw new IllegalStateException("six digits are a code", e);
    }
  }

  private Bytes hash(Address address, AccountKey account, Code code) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(hashKey, "HmacSHA256"));
      Writer input = new Writer();
      input.opaque(PURPOSE.getBytes(StandardCharsets.US_ASCII));
      input.struct(address).struct(account).struct(code);
      return Bytes.wrap(mac.doFinal(input.toBytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HMAC-SHA-256.", e);
    }
  }
}
