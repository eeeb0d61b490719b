package sotto.tests.simulation;

import sotto.tests.stage.TwoPeople;

class TwoPeopleUnderASeedTest extends UnderASeed implements TwoPeople {}
