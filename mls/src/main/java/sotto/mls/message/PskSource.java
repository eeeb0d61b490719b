package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Arrays;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// Where a pre-shared key comes from: the part of [PreSharedKeyId] without the nonce (RFC 9420
/// §8.4).
public sealed interface PskSource extends Encodable {

  /// `external` (RFC 9420 §8.4): provided by the application under a name.
  record External(byte[] pskId) implements PskSource {
    public External {
      given("pskId", pskId);
      pskId = pskId.clone();
    }

    @Override
    public byte[] pskId() {
      return pskId.clone();
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(1).opaque(pskId);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof External e && Arrays.equals(pskId, e.pskId);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(pskId);
    }
  }

  /// `resumption`: the `resumption_psk` of an epoch of a group (RFC 9420 §8.6).
  record Resumption(Usage usage, GroupId groupId, long epoch) implements PskSource {
    public Resumption {
      allGiven("usage groupId", usage, groupId);
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(2).uint8(usage.value).struct(groupId).uint64(epoch);
    }
  }

  /// Provided by a component of the application (draft-ietf-mls-extensions, "Pre-Shared Keys").
  record Application(int componentId, byte[] pskId) implements PskSource {
    public Application {
      given("pskId", pskId);
      pskId = pskId.clone();
    }

    @Override
    public byte[] pskId() {
      return pskId.clone();
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(3).uint16(componentId).opaque(pskId);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Application a
          && componentId == a.componentId
          && Arrays.equals(pskId, a.pskId);
    }

    @Override
    public int hashCode() {
      return 31 * componentId + Arrays.hashCode(pskId);
    }
  }

  /// `enum { reserved(0), application(1), reinit(2), branch(3), (255) } ResumptionPSKUsage` (RFC
  /// 9420 §8.4).
  enum Usage {
    APPLICATION(1),
    REINIT(2),
    BRANCH(3);

    private final int value;

    Usage(int value) {
      this.value = value;
    }

    static Usage of(int value) throws MlsException {
      return switch (value) {
        case 1 -> APPLICATION;
        case 2 -> REINIT;
        case 3 -> BRANCH;
        default -> throw new MlsException("Resumption PSK usage " + value + " is not known.");
      };
    }
  }

  /// @throws MlsException when the bytes are no such value
  static PskSource decode(Reader in) throws MlsException {
    int type = given("in", in).uint8();
    return switch (type) {
      case 1 -> new External(in.opaque());
      case 2 -> new Resumption(Usage.of(in.uint8()), GroupId.decode(in), in.uint64());
      case 3 -> new Application(in.uint16(), in.opaque());
      default -> throw new MlsException("PSK type " + type + " is not known.");
    };
  }
}
