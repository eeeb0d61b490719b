/// The interactive terminal: a live screen that redraws, and a plain one for dumb terminals and
/// screen readers.
@org.jspecify.annotations.NullMarked
package sotto.app.chat;
