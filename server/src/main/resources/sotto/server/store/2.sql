-- Bodies that have lost an entry: one row per transaction, with their ids; they go many at a time.
CREATE TABLE released (id INTEGER PRIMARY KEY, bodies BYTEA NOT NULL);
