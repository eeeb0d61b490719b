package sotto.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;
import sotto.client.ClientException;

class ValuesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void durationsAreShortOrIso() {
    assertThat(Durations.parse("30m")).isEqualTo(Duration.ofMinutes(30));
    assertThat(Durations.parse("2w")).isEqualTo(Duration.ofDays(14));
    assertThat(Durations.parse("PT36H")).isEqualTo(Duration.ofHours(36));
    for (String wrong : new String[] {"", "7", "d", "-1d", "0s", "1y", "99999999999d", "P-1D"}) {
      assertThatThrownBy(() -> Durations.parse(wrong)).isInstanceOf(TypeConversionException.class);
    }
  }

  @Test
  void listeningAddressesNameAHostAndAPort() {
    assertThat(HostPort.parse("127.0.0.1:0")).contains(new HostPort("127.0.0.1", 0));
    assertThat(HostPort.parse("[::1]:7667")).contains(new HostPort("::1", 7667));
    for (String wrong : new String[] {"", "x", ":1", "h:", "h:70000", "::1:7", "h:-1"}) {
      assertThat(HostPort.parse(wrong)).isEmpty();
    }
  }

  @Test
  void sinceTakesATimeADayOrHowLongAgo() throws ClientException {
    assertThat(since("2h")).isEqualTo(NOW.minus(Duration.ofHours(2)));
    assertThat(since("2026-11-19")).isEqualTo(Instant.parse("2026-11-19T00:00:00Z"));
    assertThat(since("2026-11-19T10:00:00+01:00")).isEqualTo(Instant.parse("2026-11-19T09:00:00Z"));
    assertThat(since("2026-11-19T10:00:00.5Z")).isEqualTo(Instant.parse("2026-11-19T10:00:00.5Z"));
    assertThat(since("2026-11-19T10:00")).isEqualTo(Instant.parse("2026-11-19T10:00:00Z"));
    assertThatThrownBy(() -> since("yesterday")).isInstanceOf(ClientException.Usage.class);
  }

  private static Instant since(String time) throws ClientException {
    return HistoryCommand.parse(time, NOW, ZoneOffset.UTC);
  }
}
