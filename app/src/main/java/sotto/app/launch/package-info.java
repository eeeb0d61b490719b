/// What the launcher starts besides the commands: the training run of the AOT cache.
@org.jspecify.annotations.NullMarked
package sotto.app.launch;
