package sotto.client.engine;

/// One change to what a profile keeps. All changes of a step are one transaction.
public sealed interface Change {
  Table table();

  String key();

  /// Writes a row, in place of one with the same key.
  ///
  /// @param shelf rows of one shelf are read together, in the order in which they were first put;
  ///   empty where the table has none. A row never changes its shelf.
  record Put(Table table, String key, String shelf, byte[] value) implements Change {
    public Put(Table table, String key, byte[] value) {
      this(table, key, "", value);
    }

    @Override
    public String toString() {
      return "Put[" + table + ", " + value.length + " bytes]";
    }
  }

  /// Removes all rows of a shelf of an archive.
  record Clear(Table table, String shelf) implements Change {
    /// Of no row: nothing else is called so.
    @Override
    public String key() {
      return "\u0000" + shelf;
    }

    @Override
    public String toString() {
      return "Clear[" + table + "]";
    }
  }

  record Delete(Table table, String key) implements Change {
    @Override
    public String toString() {
      return "Delete[" + table + "]";
    }
  }
}
