package sotto.client.shell;

import sotto.client.engine.Input;

/// Something for the loop to do.
sealed interface Task {
  record Take(Input input) implements Task {}

  record Hear(Line.Heard heard) implements Task {}

  record Run(Runnable work) implements Task {}
}
