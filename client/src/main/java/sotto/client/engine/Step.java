package sotto.client.engine;

import java.util.List;

/// What a step leads to.
public record Step(State state, List<Effect> effects) {}
