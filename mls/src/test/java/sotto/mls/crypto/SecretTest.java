package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;

@Tag("invariant-11")
class SecretTest {
  private static Secret secret(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return Secret.owning(content);
  }

  @Test
  void theTextShowsTheLengthOnly() {
    assertThat(secret(1, 2, 3)).hasToString("Secret[3 bytes]");
    assertThat(secret(1, 2, 3).hashCode()).isEqualTo(secret(7, 8, 9).hashCode());
  }

  @Test
  void equalContentIsEqual() {
    assertThat(secret(1, 2, 3)).isEqualTo(secret(1, 2, 3)).isNotEqualTo(secret(1, 2, 4));
    assertThat(secret(1, 2)).isNotEqualTo(secret(1, 2, 0)).isNotEqualTo("12");
  }

  @Test
  void anErasedSecretHasNoContentAndNoUse() {
    byte[] content = {1, 2, 3};
    Secret secret = Secret.owning(content);
    Secret copy = secret.duplicate();
    secret.erase();
    assertThat(content).containsOnly(0);
    assertThat(secret.isErased()).isTrue();
    assertThat(copy.isErased()).isFalse();
    assertThat(copy.copy()).containsExactly(1, 2, 3);
    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
    assertThat(secret).isNotEqualTo(copy).isNotEqualTo(Secret.zero(3));
    assertThat(copy).isNotEqualTo(secret);
    assertThat(List.of(secret)).contains(secret);
    assertThat(secret.length()).isEqualTo(3);
  }

  @Test
  void whatWasReadWhileAnotherThreadErasedGoesNowhere() {
    Secret secret = secret(1, 2, 3);
    assertThatThrownBy(() ->
            secret.read(bytes -> {
              secret.erase();
              return bytes.clone();
            }))
        .isInstanceOf(IllegalStateException.class);
    Secret sealing = Secret.zero(16);
    assertThatThrownBy(() ->
            sealing.read(_ -> {
              sealing.erase();
              throw new MlsException("Under zeros nothing opens.");
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void copyingLeavesTheArrayWithItsOwner() {
    byte[] content = {1, 2, 3};
    Secret secret = Secret.copyOf(content);
    content[0] = 9;
    assertThat(secret.copy()).containsExactly(1, 2, 3);
    secret.erase();
    assertThat(content).containsExactly(9, 2, 3);
    assertThat(Secret.zero(4).copy()).containsOnly(0).hasSize(4);
  }
}
