package sotto.tests.scenario;

import sotto.tests.stage.Entering;

class EnteringOverLoopbackTest extends Loopback implements Entering {}
