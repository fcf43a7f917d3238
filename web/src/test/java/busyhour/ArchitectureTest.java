package busyhour;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports run one way, and the sans-IO cores know no socket, no thread and no clock. */
class ArchitectureTest {

    private static final String[] SANS_IO = {"busyhour.codec..", "busyhour.rtp..", "busyhour.sip.."};

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("busyhour");
        assertThat(classes.size()).as("classes on the path").isGreaterThan(0);
    }

    @Test
    void shouldLetCodecsImportNothingOfOurs() {
        noClasses().that().resideInAPackage("busyhour.codec..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "busyhour.rtp..", "busyhour.sip..", "busyhour.ipc..", "busyhour.engine..", "busyhour.web..")
                .check(classes);
    }

    @Test
    void shouldLetRtpImportOnlyCodecs() {
        noClasses().that().resideInAPackage("busyhour.rtp..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "busyhour.sip..", "busyhour.ipc..", "busyhour.engine..", "busyhour.web..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldLetSipImportNothingOfOurs() {
        noClasses().that().resideInAPackage("busyhour.sip..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "busyhour.codec..", "busyhour.rtp..", "busyhour.ipc..", "busyhour.engine..", "busyhour.web..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldLetIpcImportNothingOfOurs() {
        noClasses().that().resideInAPackage("busyhour.ipc..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "busyhour.codec..", "busyhour.rtp..", "busyhour.sip..", "busyhour.engine..", "busyhour.web..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldKeepEngineFreeOfThePlatform() {
        noClasses().that().resideInAPackage("busyhour.engine..")
                .should().dependOnClassesThat().resideInAPackage("busyhour.web..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldTouchEngineFromWebOnlyInTheCommandLine() {
        noClasses().that().resideInAPackage("busyhour.web..").and().resideOutsideOfPackage("busyhour.web.cli..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "busyhour.engine..", "busyhour.codec..", "busyhour.rtp..", "busyhour.sip..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldKeepSocketsThreadsAndClocksOutOfTheCores() {
        noClasses().that().resideInAnyPackage(SANS_IO)
                .should().dependOnClassesThat().resideInAnyPackage(
                        "java.net..", "java.nio.channels..", "java.util.concurrent..", "java.lang.foreign..", "io.netty..")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("busyhour.(**)").should().beFreeOfCycles().check(classes);
    }
}
