package sotto.server;

/// How an account comes to be. An invite always works; the other two are added to it.
public enum Registration {
  INVITE,
  CODE,
  OPEN
}
