/// One class per command of docs/cli.md.
@org.jspecify.annotations.NullMarked
package sotto.app.command;
