package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void behavesAsATreeMapAndLeavesOldValuesAlone() {
    Random random = new Random(11);
    TreeMap<Long, Integer> expected = new TreeMap<>();
    Rows<Long, Integer> rows = Rows.empty();
    for (int i = 0; i < 5000; i++) {
      long key = random.nextInt(300);
      Rows<Long, Integer> before = rows;
      List<Integer> old = before.values();
      if (random.nextInt(3) == 0) {
        rows = rows.without(key);
        expected.remove(key);
      } else {
        rows = rows.with(key, i);
        expected.put(key, i);
      }
      assertThat(rows.find(key).isPresent()).isEqualTo(expected.containsKey(key));
      if (i % 50 == 0) {
        assertThat(before.values()).isEqualTo(old);
        assertThat(rows.values()).containsExactlyElementsOf(expected.values());
        assertThat(rows.size()).isEqualTo(expected.size());
      }
    }
    List<Integer> some = new ArrayList<>();
    rows.each(value -> {
      some.add(value);
      return some.size() < 3;
    });
    assertThat(some).containsExactlyElementsOf(expected.values().stream().limit(3).toList());
  }
}
