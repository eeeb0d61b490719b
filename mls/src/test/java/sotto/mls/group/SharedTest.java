package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Work that an executor helps with is done, or the caller hears that it was not.
class SharedTest {
  private static final int PARTS = 40;
  private static final Executor NONE = task -> {};
  private static final Executor FULL =
      task -> {
        throw new RejectedExecutionException("full");
      };

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  private void share(Executor helpers, Consumer<Integer> work) {
    Shared.among(helpers, IntStream.range(0, PARTS).boxed().toList(), work);
  }

  @Test
  void everyPartIsDoneOnceWhateverTheExecutorDoes() {
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService some = Executors.newFixedThreadPool(4)) {
      for (Executor helpers : new Executor[] {NONE, FULL, Runnable::run, one, some}) {
        done.clear();
        share(helpers, part -> assertThat(done.add(part)).isTrue());
        assertThat(done).hasSize(PARTS);
      }
      done.clear();
      one.submit(() -> share(one, done::add));
    }
    assertThat(done).hasSize(PARTS);
  }

  /// Strangers' Welcomes must not stay in memory until a busy executor comes to them.
  @Test
  void anExecutorThatComesLateHoldsNothingOfTheWork() {
    List<Runnable> late = new ArrayList<>();
    List<WeakReference<Object>> trees = new ArrayList<>();
    Object tree = new Object();
    trees.add(new WeakReference<>(tree));
    Shared.among(late::add, List.of(tree, tree, tree), part -> done.add(part.hashCode()));
    tree = done;
    assertThat(late).hasSize(2);
    for (int i = 0; i < 100 && trees.getFirst().get() != null; i++) {
      System.gc();
    }
    assertThat(trees.getFirst().get()).isNull();
    done.clear();
    late.forEach(Runnable::run);
    assertThat(done).isEqualTo(tree).isEmpty();
  }

  /// What a helper could not do, out of memory or stack, is not taken for done.
  @Test
  void anErrorOfAHelperReachesTheCaller() {
    Thread caller = Thread.currentThread();
    Executor helpers =
        task -> {
          Thread helper = Thread.ofPlatform().start(task);
          join(helper);
        };
    assertThatThrownBy(() ->
            share(
                helpers,
                part -> {
                  if (!Thread.currentThread().equals(caller)) {
                    throw new StackOverflowError("the helper's");
                  }
                  done.add(part);
                }))
        .isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() ->
            share(
                NONE,
                part -> {
                  throw new NoClassDefFoundError("the caller's");
                }))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            share(
                helpers,
                part -> {
                  throw new IllegalArgumentException("a part's");
                }));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
