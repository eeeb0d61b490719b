package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The times that `--now` takes.
class IsoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T07:00:00Z, 2026-11-20T07:00:00Z",
    "2026-11-20T07:00:00.25Z, 2026-11-20T07:00:00.250Z",
    "'2026-11-20T07:00:00,5Z', 2026-11-20T07:00:00.500Z",
    "2026-11-20T07:00Z, 2026-11-20T07:00:00Z",
    "2026-11-20T07Z, 2026-11-20T07:00:00Z",
    "2026-11-20t07:00:00z, 2026-11-20T07:00:00Z",
    "' 2026-11-20 07:00:00 ', 2026-11-20T07:00:00Z",
    "2026-11-20T07:00:00, 2026-11-20T07:00:00Z",
    "2026-11-20T07:00:00+01:00, 2026-11-20T06:00:00Z",
    "2026-11-20T07:00:00+0130, 2026-11-20T05:30:00Z",
    "2026-11-20T07:00:00-05, 2026-11-20T12:00:00Z",
    "2026-11-20T07:00:00−05:00, 2026-11-20T12:00:00Z",
    "20261120T070000Z, 2026-11-20T07:00:00Z",
    "20261120, 2026-11-20T00:00:00Z",
    "2026-11-20, 2026-11-20T00:00:00Z",
    "2026-11-20T24:00:00Z, 2026-11-21T00:00:00Z"
  })
  void theFormsOfIso8601AreTaken(String text, String instant) {
    assertThat(IsoTime.parse(text)).contains(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "1763622000",
        "2026-02-30",
        "2026-1120",
        "2026-11-20T",
        "2026-11-20T25:00Z",
        "2026-11-20T24:00:01Z",
        "2026-11-20T07:61Z",
        "2026-11-20T07:00:00+19:00",
        "2026-11-20T07:00:00Z and more"
      })
  void whatIsNoTimeIsNone(String text) {
    assertThat(IsoTime.parse(text)).isEmpty();
  }
}
