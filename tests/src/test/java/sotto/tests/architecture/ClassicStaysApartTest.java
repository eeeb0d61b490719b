package sotto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Framing;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Json;
import sotto.classic.record.RoomPacket;
import sotto.mls.codec.MlsException;
import sotto.mls.message.MlsMessage;

/// The classic systems share nothing with the secure part, and neither takes what the other made.
class ClassicStaysApartTest {
  private static final int SECURE_PORT = 7667;

  private static Sealed sealed(Profile profile) throws Refusal {
    var random = new SecureRandom();
    var keys = RsaKeys.generate(random);
    var sealing = profile.sealing();
    var key = sealing.newKey(random);
    byte[] wrapped = sealing.wrap(key, keys.getPublic(), random);
    return sealing.seal(
        new byte[] {'h', 'i'}, key, wrapped, Optional.of(keys.getPrivate()), random);
  }

  @Test
  void noClassicCiphertextIsAnMlsMessage() throws Exception {
    for (Profile profile : Profiles.DESCRIBED) {
      Sealed sealed = sealed(profile);
      for (byte[] bytes :
          new byte[][] {sealed.content(), sealed.wrappedKey(), RoomPacket.encode(sealed)})
        assertThatThrownBy(() -> MlsMessage.decode(bytes)).isInstanceOf(MlsException.class);
    }
  }

  @Test
  void noMlsMessageIsAClassicRecord() {
    byte[] mls = {0, 1, 0, 2, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    for (Profile profile : Profiles.DESCRIBED)
      assertThatThrownBy(() -> profile.vocabulary().read(mls)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> RoomPacket.decode(mls)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> Json.object(mls)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> Framing.OBJECTS.read(new ByteArrayInputStream(mls)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void noClassicServerListensOnTheSecurePort() {
    assertThat(Profiles.DESCRIBED).noneMatch(p -> p.document().port() == SECURE_PORT);
  }
}
