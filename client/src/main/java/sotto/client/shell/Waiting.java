package sotto.client.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sotto.client.ClientException;
import sotto.client.engine.Outcome;
import sotto.client.engine.Trouble;

/// Waits for the loop on another thread, and turns what went wrong into what faces are told.
public final class Waiting {
  private Waiting() {}

  static <T> T value(CompletableFuture<T> answer) throws ClientException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException.Local("The wait was interrupted.");
    } catch (ExecutionException e) {
      throw wrapped(e.getCause());
    }
  }

  /// The value of a finished command. On a busy machine the loop may take longer than a short
  /// `patience` to say what it knows already: what it knows counts.
  ///
  /// @param late what to say when `patience` ends first; it asks the loop, behind the command
  public static String outcome(
      CompletableFuture<Outcome> answer, Duration patience, Supplier<Trouble> late)
      throws ClientException {
    try {
      return value(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      Trouble why = late.get();
      if (answer.isDone()) {
        return value(value(answer));
      }
      answer.cancel(false);
      throw why.asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException.Local("The wait was interrupted.");
    } catch (ExecutionException e) {
      throw wrapped(e.getCause());
    }
  }

  private static String value(Outcome outcome) throws ClientException {
    return switch (outcome) {
      case Outcome.Done done -> done.value();
      case Outcome.Failed failed -> throw failed.trouble().asException();
    };
  }

  private static ClientException wrapped(@Nullable Throwable cause) {
    if (cause instanceof ClientException known) {
      return known;
    }
    String message = cause == null ? null : cause.getMessage();
    return new ClientException.Local(message == null ? String.valueOf(cause) : message);
  }
}
