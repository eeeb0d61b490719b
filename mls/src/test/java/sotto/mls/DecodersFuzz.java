package sotto.mls;

import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.SenderData;
import sotto.mls.group.AuthenticationService;
import sotto.mls.group.Group;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.group.PendingCommit;
import sotto.mls.group.Settings;
import sotto.mls.group.StoredInParts;
import sotto.mls.message.Commit;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.SafeAad;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.ParentNode;
import sotto.mls.treekem.RatchetTreeCodec;

/// A target for Jazzer: the first byte says which decoder gets the rest. Whatever comes is a value,
/// whose encoding is what was read, or the one checked exception.
public final class DecodersFuzz {
  private static final Settings SETTINGS =
      Settings.of(PortableCrypto.create(), AuthenticationService.unsafeBelieveEverything());
  private static final SuiteCrypto CRYPTO =
      new SuiteCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, SETTINGS.crypto());
  private static final List<Decoder<? extends Encodable>> STRUCTS =
      List.of(
          LeafNode::decode,
          ParentNode::decode,
          UpdatePath::decode,
          Commit::decode,
          Proposal::decode,
          GroupInfo::decode,
          GroupSecrets::decode,
          AuthenticatedContent::decode,
          PreSharedKeyId::decode,
          SenderData::decode,
          Extensions::decode,
          Credential::decode,
          RequiredCapabilities::decode,
          AppDataDictionary::decode,
          HpkeCiphertext::decode);

  private DecodersFuzz() {}

  /// What decoders there are; the first byte of an input is taken modulo this.
  public static final int DECODERS = STRUCTS.size() + 10;

  /// Which of them reads whatever message.
  public static final int MESSAGE = STRUCTS.size();

  /// Which of them reads a group in two parts, and which a certificate.
  public static final int GROUP_IN_PARTS = STRUCTS.size() + 8;

  public static final int CERTIFICATE = STRUCTS.size() + 9;

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    try {
      decode((input[0] & 0xff) % DECODERS, bytes);
    } catch (MlsException refused) {
      if (String.valueOf(refused.getMessage()).isBlank()) {
        throw new IllegalStateException("A refusal says nothing.", refused);
      }
    }
  }

  private static void decode(int which, byte[] bytes) throws MlsException {
    switch (which - STRUCTS.size()) {
      case 0 -> same(MlsMessage.decode(bytes).toMessage(), bytes);
      case 1 ->
          same(RatchetTreeCodec.encode(RatchetTreeCodec.decode(bytes, CRYPTO, 1 << 20)), bytes);
      case 2 -> Group.decode(bytes, SETTINGS).encode();
      case 3 -> KeyPackageSecrets.decode(bytes).encode();
      case 4 -> PendingCommit.decode(bytes, SETTINGS).encode();
      case 5 -> ExternalSender.decodeList(new Reader(bytes));
      case 6 -> same(SafeAad.decode(bytes).encoded(), bytes);
      case 7 -> AppDataDictionary.EMPTY.with(1, bytes).list(1);
      case 8 -> StoredInParts.decodeGroup(bytes, SETTINGS);
      case 9 -> StoredInParts.certificate(bytes);
      default -> same(STRUCTS.get(which).decodeAll(bytes).encoded(), bytes);
    }
  }

  private static void same(byte[] encoded, byte[] read) {
    if (!Arrays.equals(encoded, read)) {
      throw new IllegalStateException("A value has two encodings.");
    }
  }
}
