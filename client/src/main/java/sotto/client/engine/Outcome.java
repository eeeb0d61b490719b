package sotto.client.engine;

/// The answer to a command.
public sealed interface Outcome {
  /// @param value what the command says that it is; often empty
  record Done(String value) implements Outcome {}

  record Failed(Trouble trouble) implements Outcome {}
}
