/// Real processes under real load, killed with SIGKILL at random moments.
///
/// `-Dsotto.crashes=N` sets the number of kills of each test, `-Dsotto.seed=N` replays the moments.
@org.jspecify.annotations.NullMarked
package sotto.tests.crash;
