package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import sotto.tests.vectors.Wycheproof.Group;
import tools.jackson.databind.json.JsonMapper;

/// Keys of X25519 as DER, PEM and JWK: the first test of Wycheproof's x25519 files.
class WycheproofFormsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PUBLIC =
      "302a300506032b656e032100504a36999f489cd2fdbc08baff3d88fa00569ba986cba22548ffde80f9806829";
  private static final String PRIVATE =
      "302e020100300506032b656e04220420c8a9d5a91091ad851c668b0736c1c9a02936c0d3ad62670858088047ba057475";
  private static final String SHARED =
      "436a2c040cf45fea9b29a0cb81b1f41458f863d0d61b453d0a982720d6d61320";

  private static Fields fields(String json) {
    return new Fields(JSON.readTree(json));
  }

  private static final Group GROUP = new Group("XDH", fields("{\"curve\": \"curve25519\"}"));

  private static Fields test(String publicKey, String privateKey) {
    return fields(
        "{\"public\": %s, \"private\": %s, \"shared\": \"%s\"}"
            .formatted(publicKey, privateKey, SHARED));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String pem(String der) {
    return "-----BEGIN A KEY-----\\n"
        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(der))
        + "\\n-----END A KEY-----";
  }

  @Test
  void derAndPemAreUnpacked() throws Exception {
    assertThat(WycheproofForms.xdhDer(GROUP, test(quoted(PUBLIC), quoted(PRIVATE))))
        .isEqualTo(Answer.EXPECTED);
    assertThat(WycheproofForms.xdhPem(GROUP, test(quoted(pem(PUBLIC)), quoted(pem(PRIVATE)))))
        .isEqualTo(Answer.EXPECTED);
  }

  @Test
  void aKeyInAnotherFormIsRefused() throws Exception {
    String withoutInnerString = PRIVATE.replace("302e", "302c").replace("04220420", "0420");
    assertThat(WycheproofForms.xdhDer(GROUP, test(quoted(PUBLIC), quoted(withoutInnerString))))
        .isEqualTo(Answer.REFUSED);
    String ofAnotherCurve = PUBLIC.replace("2b656e", "2b656f");
    assertThat(WycheproofForms.xdhDer(GROUP, test(quoted(ofAnotherCurve), quoted(PRIVATE))))
        .isEqualTo(Answer.REFUSED);
  }

  @Test
  void jwkIsReadWhenItNamesItsCurve() throws Exception {
    String publicKey =
        """
        {"kty": "OKP", "crv": "X25519", "x": "UEo2mZ9InNL9vAi6_z2I-gBWm6mGy6IlSP_egPmAaCk"}\
        """;
    String privateKey = "{\"d\": \"yKnVqRCRrYUcZosHNsHJoCk2wNOtYmcIWAiAR7oFdHU\"}";
    assertThat(WycheproofForms.xdhJwk(GROUP, test(publicKey, privateKey)))
        .isEqualTo(Answer.EXPECTED);
    assertThat(WycheproofForms.xdhJwk(GROUP, test(publicKey.replace("OKP", "RSA"), privateKey)))
        .isEqualTo(Answer.REFUSED);
    assertThat(WycheproofForms.xdhJwk(GROUP, test("{}", privateKey))).isEqualTo(Answer.REFUSED);
  }
}
