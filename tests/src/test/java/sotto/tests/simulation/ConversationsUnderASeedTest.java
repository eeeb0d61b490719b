package sotto.tests.simulation;

import sotto.tests.stage.Conversations;

class ConversationsUnderASeedTest extends UnderASeed implements Conversations {}
