/// What a profile keeps, sealed: one SQLite file, every record AES-256-GCM with its place as
/// associated data, under a key from a passphrase (Argon2id) or a key file.
@org.jspecify.annotations.NullMarked
package sotto.client.store;
