package sotto.tests.scenario;

import sotto.tests.stage.Misfortunes;

class MisfortunesOverLoopbackTest extends Loopback implements Misfortunes {}
