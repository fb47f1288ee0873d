package io.thumbstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules whose violation gives wrong numbers or an abort without any error. */
class SourceRulesTest {
    private static final Set<String> LENDING = Set.of("mul", "div", "pow", "rdiv");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.thumbstream.model");

    @Test
    void shouldNotLendJavaMemoryToAGraphWhenScalingArrays() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethodWhere(new DescribedPredicate<JavaMethodCall>("multiply an NDArray by a Java number") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        return call.getTargetOwner().getName().startsWith("ai.djl.ndarray.NDArray")
                                && LENDING.contains(call.getName())
                                && call.getTarget().getRawParameterTypes().stream()
                                        .anyMatch(type -> type.getName().equals("java.lang.Number"));
                    }
                })
                .because("the graph keeps a pointer to memory that Java frees; use Scalars")
                .check(classes);
    }

    @Test
    void shouldReachTheEngineOnlyThroughTheTensorPackage() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("io.thumbstream.model.tensor")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.training..", "ai.djl.nn..")
                .because("native calls, losses and optimizers of the engine have traps that the tensor package hides")
                .check(classes);
    }

    @Test
    void shouldSeeTheClassesItJudges() {
        assertThat(classes.contain("io.thumbstream.model.lm.CausalLm")).isTrue();
        assertThat(classes.contain("io.thumbstream.model.tensor.Scalars")).isTrue();
    }
}
