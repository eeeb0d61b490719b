package sotto.client.engine;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// The circumstances of a step: time and chance, and what may be looked up.
public record Moment(Instant now, RandomGenerator random, Archive archive) {}
