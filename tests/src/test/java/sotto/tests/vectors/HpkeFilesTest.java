package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a vector of HPKE gives is compared.
class HpkeFilesTest {
  /// RFC 9180, A.1.4, with the first message and the first export.
  private static final String FILE =
      """
      [
        {
          "mode": 3,
          "kem_id": 32,
          "kdf_id": 1,
          "aead_id": 1,
          "info": "4f6465206f6e2061204772656369616e2055726e",
          "ikmR": "4b16221f3b269a88e207270b5e1de28cb01f847841b344b8314d6a622fe5ee90",
          "ikmS": "62f77dcf5df0dd7eac54eac9f654f426d4161ec850cc65c54f8b65d2e0b4e345",
          "ikmE": "4303619085a20ebcf18edd22782952b8a7161e1dbae6e46e143a52a96127cf84",
          "skRm": "cb29a95649dc5656c2d054c1aa0d3df0493155e9d5da6d7e344ed8b6a64a9423",
          "skSm": "fc1c87d2f3832adb178b431fce2ac77c7ca2fd680f3406c77b5ecdf818b119f4",
          "skEm": "14de82a5897b613616a00c39b87429df35bc2b426bcfd73febcb45e903490768",
          "psk": "0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82",
          "psk_id": "456e6e796e20447572696e206172616e204d6f726961",
          "pkRm": "1d11a3cd247ae48e901939659bd4d79b6b959e1f3e7d66663fbc9412dd4e0976",
          "pkSm": "2bfb2eb18fcad1af0e4f99142a1c474ae74e21b9425fc5c589382c69b50cc57e",
          "pkEm": "820818d3c23993492cc5623ab437a48a0a7ca3e9639c140fe1e33811eb844b7c",
          "enc": "820818d3c23993492cc5623ab437a48a0a7ca3e9639c140fe1e33811eb844b7c",
          "shared_secret": "f9d0e870aba28d04709b2680cb8185466c6a6ff1d6e9d1091d5bf5e10ce3a577",
          "key_schedule_context": "03e78d5cf6190d275863411ff5edd0dece5d39fa48e04eec1ed9b71be34729d18ccb6cffde367bb0565ba28bb02c90744a20f5ef37f30523526106f637abb05449",
          "secret": "5f96c55e4108c6691829aaabaa7d539c0b41d7c72aae94ae289752f056b6cec4",
          "key": "1364ead92c47aa7becfa95203037b19a",
          "base_nonce": "99d8b5c54669807e9fc70df1",
          "exporter_secret": "f048d55eacbf60f9c6154bd4021774d1075ebf963c6adc71fa846f183ab2dde6",
          "encryptions": [
            {
              "aad": "436f756e742d30",
              "ct": "a84c64df1e11d8fd11450039d4fe64ff0c8a99fca0bd72c2d4c3e0400bc14a40f27e45e141a24001697737533e",
              "nonce": "99d8b5c54669807e9fc70df1",
              "pt": "4265617574792069732074727574682c20747275746820626561757479"
            }
          ],
          "exports": [
            {
              "exporter_context": "",
              "L": 32,
              "exported_value": "08f7e20644bb9b8af54ad66d2067457c5f9fcb2a23d9f6cb4445c0797b330067"
            }
          ]
        }
      ]
      """;

  @Test
  void aVectorOfTheRfcPasses() {
    assertThat(Runs.total(FILE)).isEqualTo("1 passed, 0 failed, 0 skipped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "ikmR",
        "ikmS",
        "ikmE",
        "skRm",
        "skSm",
        "skEm",
        "psk",
        "psk_id",
        "pkRm",
        "pkSm",
        "pkEm",
        "enc",
        "shared_secret",
        "key_schedule_context",
        "secret",
        "key",
        "base_nonce",
        "exporter_secret",
        "aad",
        "ct",
        "nonce",
        "pt",
        "exported_value"
      })
  void whatIsAlteredFails(String field) {
    assertThat(Runs.total(Runs.altered(FILE, "\"" + field + "\": \"")))
        .isEqualTo("0 passed, 1 failed, 0 skipped");
  }
}
