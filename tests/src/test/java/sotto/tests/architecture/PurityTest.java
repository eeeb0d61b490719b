package sotto.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Invariant 12: time and chance are parameters in every core, and no core touches the outside.
class PurityTest {
  private static final JavaClasses SOTTO = Sources.classes();
  private static final String[] CORES = {
    "sotto.mls..",
    "sotto.protocol..",
    "sotto.server.delivery..",
    "sotto.server.authentication..",
    "sotto.client.engine.."
  };

  @Test
  void coresTouchNoSocketFileDatabaseOrLogger() {
    noClasses()
        .that()
        .resideInAnyPackage(CORES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.sql..",
            "java.util.logging..",
            "javax.net..",
            "io.netty..",
            "org.slf4j..")
        .check(SOTTO);
  }

  @Test
  void coresReadNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(CORES)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(Instant.class)))
                .and(target(nameMatching("now"))))
        .orShould()
        .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(Clock.class))))
        .orShould()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(System.class)))
                .and(target(nameMatching("currentTimeMillis|nanoTime"))))
        .check(SOTTO);
  }

  @Test
  void coresDrawNoChanceOfTheirOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(CORES)
        .should()
        .callConstructor(SecureRandom.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .check(SOTTO);
  }

  @Test
  void coresStartNoThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(CORES)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ExecutorService.class)
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .check(SOTTO);
  }
}
