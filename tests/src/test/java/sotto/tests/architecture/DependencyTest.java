package sotto.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Dependencies point down: `app → client → protocol → mls ← protocol ← server`.
class DependencyTest {
  private static final JavaClasses SOTTO = Sources.classes();

  @Test
  void dependenciesBetweenModulesPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("mls")
        .definedBy("sotto.mls..")
        .layer("protocol")
        .definedBy("sotto.protocol..")
        .layer("server")
        .definedBy("sotto.server..")
        .layer("client")
        .definedBy("sotto.client..")
        .layer("classic")
        .definedBy("sotto.classic..")
        .layer("app")
        .definedBy("sotto.app..")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("classic")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("classic")
        .mayNotAccessAnyLayer()
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("server", "client", "app")
        .whereLayer("mls")
        .mayOnlyBeAccessedByLayers("protocol", "server", "client", "app")
        .check(SOTTO);
  }

  /// `mls` packages are chapters of RFC 9420, each using only earlier ones.
  @TestFactory
  List<DynamicTest> chaptersOfMlsUseOnlyEarlierOnes() {
    List<String> chapters =
        List.of("codec", "crypto", "tree", "treekem", "message", "schedule", "framing", "group");
    return chapters.stream()
        .map(chapter ->
            DynamicTest.dynamicTest(chapter, () -> usesNoneOf(chapter, after(chapters, chapter))))
        .toList();
  }

  private static List<String> after(List<String> chapters, String chapter) {
    return chapters.subList(chapters.indexOf(chapter) + 1, chapters.size());
  }

  private static void usesNoneOf(String chapter, List<String> later) {
    if (later.isEmpty()) {
      return;
    }
    noClasses()
        .that()
        .resideInAPackage("sotto.mls." + chapter + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            later.stream().map(name -> "sotto.mls." + name + "..").toArray(String[]::new))
        .allowEmptyShould(true)
        .check(SOTTO);
  }

  /// On the class path nothing else would hold it; `tests` runs vectors on what is inside.
  @Test
  void whatMlsDoesNotExportIsUsedByNobodyElse() {
    noClasses()
        .that()
        .resideOutsideOfPackages("sotto.mls..", "sotto.tests..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "sotto.mls", "sotto.mls.treekem..", "sotto.mls.schedule..", "sotto.mls.framing..")
        .check(SOTTO);
  }

  @Test
  void theTwoServicesOfTheServerDoNotKnowEachOtherNorTheNetwork() {
    noClasses()
        .that()
        .resideInAPackage("sotto.server.delivery..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "sotto.server.authentication..", "sotto.server.net..", "sotto.server.store..")
        .check(SOTTO);
    noClasses()
        .that()
        .resideInAPackage("sotto.server.authentication..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sotto.server.delivery..", "sotto.server.net..", "sotto.server.store..")
        .check(SOTTO);
  }

  @Test
  void theEngineOfTheClientKnowsNeitherStoreNorTransport() {
    noClasses()
        .that()
        .resideInAPackage("sotto.client.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sotto.client.store..", "sotto.client.transport..")
        .check(SOTTO);
  }

  @TestFactory
  List<DynamicTest> packagesOfAModuleHaveNoCycles() {
    return List.of("mls", "protocol", "server", "client", "classic", "app").stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module,
                () ->
                    slices()
                        .matching("sotto." + module + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true)
                        .check(SOTTO)))
        .toList();
  }
}
