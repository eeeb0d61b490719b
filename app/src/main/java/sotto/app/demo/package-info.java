/// `sotto demo`: the main job, shown in columns and checked.
@org.jspecify.annotations.NullMarked
package sotto.app.demo;
