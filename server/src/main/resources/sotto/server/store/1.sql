-- What the server is: name, port, boots, keys of its own.
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- Authentication Service.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  account_key BYTEA NOT NULL,
  list_version BIGINT NOT NULL,
  list BYTEA NOT NULL,
  registered BIGINT NOT NULL,
  released BIGINT
);
CREATE TABLE invite (
  token_hash BYTEA PRIMARY KEY,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  uses_left BIGINT NOT NULL
) WITHOUT ROWID;
-- A code is kept only as a hash under a key of the server's.
CREATE TABLE code (
  address TEXT NOT NULL,
  account_key BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  issued BIGINT NOT NULL,
  tries_left BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (address, account_key)
) WITHOUT ROWID;
CREATE TABLE budget (name TEXT PRIMARY KEY, since BIGINT NOT NULL, used BIGINT NOT NULL) WITHOUT ROWID;

-- Delivery Service. A queue is what waits for one client; its id is the server's own.
CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL,
  client BYTEA NOT NULL,
  highest BIGINT NOT NULL,
  last_login BIGINT NOT NULL,
  UNIQUE (address, client)
);
CREATE TABLE conversation_group (
  id INTEGER PRIMARY KEY,
  group_id BYTEA NOT NULL UNIQUE,
  epoch BIGINT NOT NULL,
  commit_hash BYTEA NOT NULL,
  roster BYTEA NOT NULL,
  successor BYTEA,
  changed BIGINT NOT NULL
);
-- One body per message; refs counts the entries that point to it.
CREATE TABLE body (id INTEGER PRIMARY KEY, refs BIGINT NOT NULL, bytes BYTEA NOT NULL);
-- One entry per recipient. The number rises within a queue and is never used again.
CREATE TABLE entry (
  queue BIGINT NOT NULL,
  number BIGINT NOT NULL,
  body BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  sender BIGINT NOT NULL,
  size BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  refusals BIGINT NOT NULL,
  PRIMARY KEY (queue, number)
) WITHOUT ROWID;
CREATE TABLE tombstone (
  queue BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  number BIGINT NOT NULL,
  dropped BIGINT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  rejoin BIGINT NOT NULL,
  PRIMARY KEY (queue, conversation)
) WITHOUT ROWID;

-- Verdicts: one row per transaction, gathered later into blocks per queue.
CREATE TABLE verdict_log (id INTEGER PRIMARY KEY, records BYTEA NOT NULL);
CREATE TABLE verdict_block (
  queue BIGINT NOT NULL,
  last BIGINT NOT NULL,
  at BIGINT NOT NULL,
  records BYTEA NOT NULL,
  PRIMARY KEY (queue, last)
) WITHOUT ROWID;
CREATE INDEX verdict_block_at ON verdict_block (at);

CREATE TABLE key_package (
  id INTEGER PRIMARY KEY,
  queue BIGINT NOT NULL,
  last_resort BIGINT NOT NULL,
  bytes BYTEA NOT NULL
);
CREATE INDEX key_package_queue ON key_package (queue, last_resort, id);
CREATE TABLE blob (
  blob_id BYTEA PRIMARY KEY,
  owner TEXT NOT NULL,
  size BIGINT NOT NULL,
  stored BIGINT NOT NULL,
  created BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX blob_owner ON blob (owner);
CREATE INDEX blob_created ON blob (created);
