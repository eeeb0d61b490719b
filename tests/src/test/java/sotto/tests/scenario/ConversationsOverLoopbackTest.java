package sotto.tests.scenario;

import sotto.tests.stage.Conversations;

class ConversationsOverLoopbackTest extends Loopback implements Conversations {}
