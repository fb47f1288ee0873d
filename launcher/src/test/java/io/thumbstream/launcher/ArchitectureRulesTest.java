package io.thumbstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every rule refuses the fixture that breaks it. */
final class ArchitectureRulesTest {
    private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages("io.thumbstream.fixture");

    @Test
    void shouldRefuseFilesAndKafkaWhenTheyStandInATechnique() {
        assertThat(violations(ModuleRules.pureTechniques("io.thumbstream.fixture.objective..")))
                .anySatisfy(line -> assertThat(line).contains("TopicPartition"))
                .anySatisfy(line -> assertThat(line).contains("java.io.File"));
    }

    @Test
    void shouldRefuseAmbientTimeButNotAGivenClock() {
        assertThat(violations(CodeRules.noAmbientState())).singleElement().satisfies(line -> assertThat(line)
                .contains("Ambient.ambient()"));
        assertThat(violations(CodeRules.noAmbientState("io.thumbstream.fixture.plain.Ambient")))
                .isEmpty();
    }

    @Test
    void shouldRefuseAKafkaClientWhenItIsOpenedOutsideAShell() {
        assertThat(violations(CodeRules.clientsOnlyInShells())).singleElement().satisfies(line -> assertThat(line)
                .contains("KafkaProducer"));
    }

    @Test
    void shouldRefuseGeneratedRecordsWhenTheyLeaveTheWire() {
        assertThat(violations(ModuleRules.avroOnlyOnTheWire())).isNotEmpty();
    }

    @Test
    void shouldRefuseJavaNumbersWhenArraysAreScaled() {
        assertThat(violations(CodeRules.noNumberArithmetic("io.thumbstream.fixture..")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("NDArray.mul(java.lang.Number)"));
    }

    @Test
    void shouldRefuseToMoveArraysIntoJavaMemory() {
        assertThat(violations(CodeRules.noMoveToJavaMemory("io.thumbstream.fixture..")))
                .anySatisfy(line -> assertThat(line).contains("NDArray.copyTo"))
                .anySatisfy(line -> assertThat(line).contains("NDArray.set(java.nio.Buffer)"))
                .hasSize(2);
    }

    @Test
    void shouldRefuseAManagerWhenItCannotBeClosed() {
        assertThat(violations(CodeRules.managersAreClosed()))
                .anySatisfy(line -> assertThat(line).contains("Arithmetic"));
    }

    @Test
    void shouldRefuseStaticStateWhenItCanChange() {
        assertThat(violations(CodeRules.noStaticMutableState())).singleElement().satisfies(line -> assertThat(line)
                .contains("Ambient.CALLS"));
    }

    @Test
    void shouldRefuseAnImplementationWhenItIsPublic() {
        assertThat(violations(CodeRules.closedImplementations(Runnable.class)))
                .anySatisfy(line -> assertThat(line).contains("Ambient"));
    }

    @Test
    void shouldRefuseCyclesBetweenPackages() {
        assertThat(violations(ModuleRules.noCycles("io.thumbstream.fixture.cyclic")))
                .isNotEmpty();
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(FIXTURE).getFailureReport().getDetails();
    }
}
