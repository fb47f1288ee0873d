package io.thumbstream.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the gateway. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.thumbstream.gateway");

    @Test
    void shouldKeepWireFormatInWireWhenBuilt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..gateway.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.thumbstream.schemas.avro..", "org.apache.avro..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepCorePureWhenBuilt() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..gateway.input..",
                        "..gateway.event..",
                        "..gateway.answer..",
                        "..gateway.view..",
                        "..gateway.problem..",
                        "..gateway.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..", "org.apache.kafka..", "io.micrometer..", "..gateway.wire..", "..gateway.http..")
                .check(CLASSES);
    }
}
