package sotto.app.output;

/// Colours, or none. Colour is never the only carrier of a meaning.
public enum Style {
  COLOURED,
  PLAIN;

  public String bold(String text) {
    return dress("1", text);
  }

  public String faint(String text) {
    return dress("2", text);
  }

  public String good(String text) {
    return dress("32", text);
  }

  public String bad(String text) {
    return dress("31", text);
  }

  public String careful(String text) {
    return dress("33", text);
  }

  public String accent(String text) {
    return dress("36", text);
  }

  private String dress(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURED -> text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    };
  }
}
