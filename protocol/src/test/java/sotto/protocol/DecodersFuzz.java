package sotto.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.SottoContent;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.OuterMessage;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.TreePointer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.ContactAddress;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.SignedAccountSuccessor;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Policy;

/// A target for Jazzer: the first byte says which decoder gets the rest. Whatever comes is a value,
/// whose encoding is what was read, or the one checked exception.
public final class DecodersFuzz {
  private static final List<Decoder<? extends Encodable>> STRUCTS =
      List.of(
          ClientRequest::decode,
          Submission::decode,
          Delivery::decode,
          Address::decode,
          ApplicationFraming::decode,
          ClientKeyPackage::decode,
          CredentialIdentity::decode,
          SignedAccountSuccessor::decode,
          SignedClientList::decode,
          SignedDirectoryAnswer::decode,
          SignedRejoinRequest::decode);

  /// A decoder of bytes or text whose value is only looked at.
  @FunctionalInterface
  private interface Reading {
    Object read(byte[] bytes) throws MlsException;
  }

  private static final List<Reading> OTHERS =
      List.of(
          // These leave room for what a later version adds, so they have more than one encoding.
          ServerReply::decode,
          bytes -> Policy.decode(new Reader(bytes)).encoded(),
          Cbor::decode,
          MimiContent::decode,
          MessageStatus::decode,
          SottoContent::decode,
          OuterMessage::read,
          ConversationData::decode,
          TreePointer::decode,
          bytes -> Address.parse(new String(bytes, UTF_8)),
          bytes -> ContactAddress.parse(new String(bytes, UTF_8)),
          bytes -> InviteLink.parse(new String(bytes, UTF_8)),
          bytes -> Fingerprint.parse(new String(bytes, UTF_8)),
          bytes -> Code.parse(new String(bytes, UTF_8)));

  /// What decoders there are; the first byte of an input is taken modulo this.
  public static final int DECODERS = STRUCTS.size() + OTHERS.size();

  private DecodersFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    int which = (input[0] & 0xff) % DECODERS;
    try {
      if (which < STRUCTS.size()) {
        byte[] encoded = STRUCTS.get(which).decodeAll(bytes).encoded();
        if (!Arrays.equals(encoded, bytes)) {
          throw new IllegalStateException(
              "Value of decoder "
                  + which
                  + " has two encodings: "
                  + HexFormat.of().formatHex(bytes));
        }
      } else {
        String text = String.valueOf(OTHERS.get(which - STRUCTS.size()).read(bytes));
        if (text.isEmpty()) {
          throw new IllegalStateException("A value has no text.");
        }
      }
    } catch (MlsException refused) {
      if (String.valueOf(refused.getMessage()).isBlank()) {
        throw new IllegalStateException("A refusal says nothing.", refused);
      }
    }
  }
}
