/// Everything in one thread under one seed: real client engines, the real delivery and
/// authentication cores, and between them a network, disks and a clock that are only pretended.
@org.jspecify.annotations.NullMarked
package sotto.tests.simulation;
