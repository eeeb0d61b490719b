-- Who made a group: each client may make so many. Groups of before are nobody's.
ALTER TABLE conversation_group ADD COLUMN creator BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversation_group_creator ON conversation_group (creator);
