package sotto.mls.group;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.DecodersFuzz;
import sotto.mls.Seed;

/// The fuzz targets, without a fuzzer: their seeds and some thousand random changes of them.
@Tag("invariant-9")
class FuzzTargetsTest {
  private static final int CHANGES = 4000;

  private final Random random = new Random(Seed.value());

  @Test
  void processRefusesOrTakesWhateverMembersAndStrangersMake() throws Exception {
    run(ProcessFuzz::fuzzerTestOneInput, ProcessFuzz.seeds());
  }

  @Test
  void decodersRefuseOrTakeWhateverComes() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (Specimen specimen : new Specimens(Person.CLASSIC, random).all()) {
      for (int decoder = 0; decoder < DecodersFuzz.DECODERS; decoder++) {
        seeds.add(seed(decoder, specimen.genuine()));
      }
    }
    for (byte[] seed : ProcessFuzz.seeds()) {
      for (int decoder = 0; decoder < DecodersFuzz.DECODERS; decoder++) {
        byte[] other = seed.clone();
        other[0] = (byte) decoder;
        seeds.add(other);
      }
    }
    seeds.addAll(storedSeeds());
    run(DecodersFuzz::fuzzerTestOneInput, seeds);
  }

  private static List<byte[]> storedSeeds() throws Exception {
    return List.of(
        seed(DecodersFuzz.GROUP_IN_PARTS, StoredInParts.groupSeed()),
        seed(DecodersFuzz.CERTIFICATE, StoredInParts.certificateSeed()));
  }

  private static byte[] seed(int decoder, byte[] bytes) {
    byte[] seed = new byte[bytes.length + 1];
    seed[0] = (byte) decoder;
    System.arraycopy(bytes, 0, seed, 1, bytes.length);
    return seed;
  }

  /// Otherwise a fuzzer would have to find a group and a certificate by itself.
  @Test
  void whatIsStoredInPartsOpensBeforeItIsChanged() throws Exception {
    StoredInParts.decodeGroup(StoredInParts.groupSeed(), Person.open());
    StoredInParts.certificate(StoredInParts.certificateSeed());
  }

  private void run(Consumer<byte[]> target, List<byte[]> seeds) {
    seeds.forEach(target);
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = seeds.get(random.nextInt(seeds.size())).clone();
      for (int count = random.nextInt(4); count >= 0; count--) {
        changed[random.nextInt(changed.length)] = (byte) interesting();
      }
      try {
        target.accept(changed);
      } catch (RuntimeException e) {
        throw new AssertionError(Seed.text() + ": " + e, e);
      }
    }
  }

  private int interesting() {
    int[] values = {0, 1, 2, 3, 4, 5, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xff};
    return random.nextBoolean() ? random.nextInt(256) : values[random.nextInt(values.length)];
  }

  /// Writes the seeds into folders, for `mvn -Pfuzz`.
  public static void main(String[] arguments) throws Exception {
    FuzzTargetsTest seeds = new FuzzTargetsTest();
    write(Path.of(arguments[0], "process"), ProcessFuzz.seeds());
    List<byte[]> messages = new ArrayList<>();
    for (Specimen specimen : new Specimens(Person.CLASSIC, seeds.random).all()) {
      messages.add(seed(DecodersFuzz.MESSAGE, specimen.genuine()));
    }
    messages.addAll(storedSeeds());
    write(Path.of(arguments[0], "decoders"), messages);
  }

  private static void write(Path folder, List<byte[]> seeds) throws Exception {
    Files.createDirectories(folder);
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve("seed-" + i), seeds.get(i));
    }
  }
}
