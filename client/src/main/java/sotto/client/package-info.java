/// The client engine without a face: a [Client], its [Conversation]s, a sealed [Event].
///
/// Everything else in this module is inside: `engine` decides and never waits, `store` seals what
/// is kept, `transport` carries bytes, `shell` ties the three together. Text and names in the
/// values that come from here were written by others: show them through `DisplayText` only.
@org.jspecify.annotations.NullMarked
package sotto.client;
