package sotto.tests.simulation;

import sotto.tests.stage.Misfortunes;

class MisfortunesUnderASeedTest extends UnderASeed implements Misfortunes {}
