package sotto.tests.simulation;

import sotto.tests.stage.Entering;

class EnteringUnderASeedTest extends UnderASeed implements Entering {}
