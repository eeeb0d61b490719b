package sotto.client.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sotto.client.engine.Table;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The one record that seals what every table must hold, so that a row that is missing, added or
/// put back from an older copy is noticed (rules 21). It changes in every transaction.
///
/// @param nextNumber of the next new row, in whatever table; a row keeps its number
record RootRecord(long nextNumber, Map<Table, SetDigest> tables, SetDigest shelves) {
  static final RootRecord EMPTY = new RootRecord(1, Map.of(), SetDigest.EMPTY);

  RootRecord {
    tables = Map.copyOf(tables);
  }

  SetDigest table(Table table) {
    return tables.getOrDefault(table, SetDigest.EMPTY);
  }

  byte[] encoded() {
    Writer out = new Writer().uint64(nextNumber);
    out.vector(
        List.copyOf(tables.keySet()),
        (w, table) -> w.uint8(table.ordinal()).fixed(table(table).encoded()));
    return out.fixed(shelves.encoded()).toBytes();
  }

  static RootRecord decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    long next = in.uint64();
    Map<Table, SetDigest> tables = new EnumMap<>(Table.class);
    Reader entries = in.nested();
    while (entries.hasRemaining()) {
      int ordinal = entries.uint8();
      if (ordinal >= Table.values().length) {
        throw new MlsException("The root record names an unknown table.");
      }
      tables.put(Table.values()[ordinal], SetDigest.decode(entries));
    }
    RootRecord root = new RootRecord(next, tables, SetDigest.decode(in));
    in.end();
    return root;
  }
}
