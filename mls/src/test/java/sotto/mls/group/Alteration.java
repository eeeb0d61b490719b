package sotto.mls.group;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sotto.mls.group.Alteration.Cut;
import sotto.mls.group.Alteration.Extension;
import sotto.mls.group.Alteration.Flip;

/// One way to alter a message.
sealed interface Alteration permits Flip, Cut, Extension {
  /// Up to here every bit is flipped in the exhaustive sweep, beyond only some.
  int EVERY_BIT_UP_TO = 4096;

  int MAX_EXTENSION = 64;

  byte[] of(byte[] genuine);

  record Flip(int bit) implements Alteration {
    @Override
    public byte[] of(byte[] genuine) {
      byte[] altered = genuine.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      return altered;
    }
  }

  record Cut(int length) implements Alteration {
    @Override
    public byte[] of(byte[] genuine) {
      return Arrays.copyOf(genuine, length);
    }
  }

  record Extension(int bytes, int value) implements Alteration {
    @Override
    public byte[] of(byte[] genuine) {
      byte[] altered = Arrays.copyOf(genuine, genuine.length + bytes);
      Arrays.fill(altered, genuine.length, altered.length, (byte) value);
      return altered;
    }
  }

  static Stream<Alteration> sample(byte[] genuine, int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            switch (i % 10) {
              case 8 -> new Cut(random.nextInt(genuine.length));
              case 9 -> new Extension(1 + random.nextInt(MAX_EXTENSION), random.nextInt(256));
              default -> new Flip(random.nextInt(8 * genuine.length));
            });
  }

  static Stream<Alteration> all(byte[] genuine, Random random) {
    int bits = 8 * Math.min(genuine.length, EVERY_BIT_UP_TO);
    Stream<Alteration> flips = IntStream.range(0, bits).mapToObj(Flip::new);
    Stream<Alteration> more =
        IntStream.range(0, genuine.length > EVERY_BIT_UP_TO ? bits / 4 : 0)
            .mapToObj(i -> new Flip(bits + random.nextInt(8 * genuine.length - bits)));
    Stream<Alteration> cuts = IntStream.range(0, genuine.length).mapToObj(Cut::new);
    Stream<Alteration> extensions =
        IntStream.rangeClosed(1, MAX_EXTENSION)
            .mapToObj(bytes -> new Extension(bytes, random.nextInt(256)));
    return Stream.of(flips, more, cuts, extensions).flatMap(stream -> stream);
  }
}
