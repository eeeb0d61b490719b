package sotto.tests.scenario;

import sotto.tests.stage.TwoPeople;

class TwoPeopleOverLoopbackTest extends Loopback implements TwoPeople {}
