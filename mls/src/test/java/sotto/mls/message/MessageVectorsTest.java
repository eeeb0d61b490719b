package sotto.mls.message;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.treekem.RatchetTreeCodec;
import tools.jackson.databind.JsonNode;

class MessageVectorsTest {
  private static final String DIR = "mls-implementations/test-vectors/";

  @Test
  void everyStructOfMessagesJsonDecodesAndEncodesToTheSameBytes() throws Exception {
    Map<String, Decoder<? extends Encodable>> structs = new LinkedHashMap<>();
    structs.put("group_secrets", GroupSecrets::decode);
    structs.put("commit", Commit::decode);
    Map<String, Integer> proposals = new LinkedHashMap<>();
    proposals.put("add_proposal", ProposalType.ADD);
    proposals.put("update_proposal", ProposalType.UPDATE);
    proposals.put("remove_proposal", ProposalType.REMOVE);
    proposals.put("pre_shared_key_proposal", ProposalType.PSK);
    proposals.put("re_init_proposal", ProposalType.REINIT);
    proposals.put("external_init_proposal", ProposalType.EXTERNAL_INIT);
    proposals.put("group_context_extensions_proposal", ProposalType.GROUP_CONTEXT_EXTENSIONS);
    for (JsonNode vector : Vectors.json(DIR + "messages.json.gz")) {
      for (var struct : structs.entrySet()) {
        byte[] bytes = hex(vector, struct.getKey());
        assertThat(struct.getValue().decodeAll(bytes).encoded()).isEqualTo(bytes);
      }
      for (var proposal : proposals.entrySet()) {
        byte[] body = hex(vector, proposal.getKey());
        byte[] bytes = new byte[body.length + 2];
        bytes[1] = proposal.getValue().byteValue();
        System.arraycopy(body, 0, bytes, 2, body.length);
        Decoder<Proposal> decoder = Proposal::decode;
        assertThat(decoder.decodeAll(bytes).encoded()).isEqualTo(bytes);
      }
      for (String message : vector.propertyNames()) {
        if (message.startsWith("mls_") || message.matches("p(ublic|rivate)_message.*")) {
          byte[] bytes = hex(vector, message);
          assertThat(MlsMessage.decode(bytes).toMessage()).as(message).isEqualTo(bytes);
        }
      }
      byte[] tree = hex(vector, "ratchet_tree");
      SuiteCrypto crypto =
          new SuiteCrypto(CipherSuite.of(1).orElseThrow(), PortableCrypto.create());
      assertThat(RatchetTreeCodec.encode(RatchetTreeCodec.decode(tree, crypto, 1000)))
          .isEqualTo(tree);
    }
  }

  @Test
  void everyLengthHeaderOfDeserializationJsonDecodes() throws Exception {
    for (JsonNode vector : Vectors.json(DIR + "deserialization.json")) {
      byte[] header = hex(vector, "vlbytes_header");
      int length = vector.get("length").asInt();
      byte[] whole = new byte[header.length + length];
      System.arraycopy(header, 0, whole, 0, header.length);
      assertThat(new Reader(whole).length()).isEqualTo(length);
    }
  }
}
