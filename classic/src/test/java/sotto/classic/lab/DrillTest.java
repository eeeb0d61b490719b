package sotto.classic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;

/// What a thief reads, and what a watcher sees.
class DrillTest {

  @Test
  void aThiefOfOneClientsSecretsReadsEverythingInAllFive(@TempDir Path folder) throws Exception {
    for (Profile profile : Profiles.DESCRIBED) {
      var scene = new Scene(folder.resolve(profile.name()), 3);
      assertThat(Drill.run(profile, scene, 4).lines())
          .as(profile.name())
          .hasSize(Drill.messages(4))
          .allMatch(Drill.Line::isRead);
    }
  }

  @Test
  void S2_64_everyByteStringIsShownFieldByField(@TempDir Path folder) throws Exception {
    for (Profile profile : Profiles.DESCRIBED) {
      List<Watch.Passed> passed = new ArrayList<>();
      Watch.run(profile, new Scene(folder.resolve(profile.name()), 3), passed::add);
      assertThat(passed).as(profile.name()).hasSizeGreaterThan(1);
      assertThat(passed)
          .flatExtracting(Watch.Passed::notes)
          .extracting(note -> note.value().isEmpty())
          .containsOnly(false);
    }
  }
}
