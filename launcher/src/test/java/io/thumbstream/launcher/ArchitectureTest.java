package io.thumbstream.launcher;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.thumbstream.generator.explore.Explorer;
import io.thumbstream.lab.drift.monitor.DriftMonitor;
import io.thumbstream.learner.advantage.AdvantageEstimator;
import io.thumbstream.learner.correct.LabelCorrection;
import io.thumbstream.learner.objective.PolicyObjective;
import io.thumbstream.learner.replay.PairBuilder;
import io.thumbstream.learner.replay.ReplaySelector;
import io.thumbstream.learner.reward.AuxiliaryRewardTerm;
import io.thumbstream.learner.reward.RewardObjective;
import io.thumbstream.learner.stabilize.Stabilizer;
import io.thumbstream.reward.ask.AskPolicy;
import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.head.RewardModel;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.transform.RewardTransform;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house over every class of every module. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.thumbstream");

    @Test
    void shouldSeeEveryModuleWhenImporting() {
        Assertions.assertThat(CLASSES.stream().map(type -> type.getPackageName().split("\\.")[2]))
                .contains(
                        "schemas", "runtime", "model", "generator", "reward", "learner", "gateway", "lab", "launcher");
    }

    @Test
    void shouldKeepModulesApart() {
        ModuleRules.layers().check(CLASSES);
        ModuleRules.foreignLibraries().forEach(rule -> rule.check(CLASSES));
        ModuleRules.internalPackages().forEach(rule -> rule.check(CLASSES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"schemas", "runtime", "model", "generator", "reward", "learner", "gateway", "lab", "launcher"})
    void shouldHaveNoPackageCycles(String module) {
        ModuleRules.noCycles("io.thumbstream." + module).check(CLASSES);
    }

    @Test
    void shouldKeepGeneratedRecordsOnTheWire() {
        ModuleRules.avroOnlyOnTheWire().check(CLASSES);
    }

    @Test
    void shouldKeepTechniquesPure() {
        ModuleRules.pureTechniques(
                        "io.thumbstream.learner.objective..",
                        "io.thumbstream.learner.advantage..",
                        "io.thumbstream.learner.stabilize..",
                        "io.thumbstream.reward.ask..",
                        "io.thumbstream.learner.replay..",
                        "io.thumbstream.learner.reward",
                        "io.thumbstream.learner.trust..",
                        "io.thumbstream.reward.interpret..",
                        "io.thumbstream.reward.transform..",
                        "io.thumbstream.reward.credit..",
                        "io.thumbstream.reward.head..",
                        "io.thumbstream.reward.assemble..",
                        "io.thumbstream.generator.explore..",
                        "io.thumbstream.lab.drift.monitor..",
                        "io.thumbstream.lab.drift.signal..",
                        "io.thumbstream.lab.offline..")
                .check(CLASSES);
    }

    @Test
    void shouldTakeTimeAndRandomnessFromOutside() {
        CodeRules.noAmbientState("io.thumbstream.launcher.Thumbstream", "io.thumbstream.examples.OneFileLoop")
                .check(CLASSES);
    }

    @Test
    void shouldOpenKafkaClientsInShellsOnly() {
        CodeRules.clientsOnlyInShells().check(CLASSES);
    }

    @Test
    void shouldNotMixJavaNumbersIntoDifferentiableCode() {
        CodeRules.noNumberArithmetic("io.thumbstream.model..", "io.thumbstream.learner..")
                .check(CLASSES);
    }

    @Test
    void shouldNotMoveArraysIntoJavaMemory() {
        CodeRules.noMoveToJavaMemory("io.thumbstream..").check(CLASSES);
    }

    @Test
    void shouldReachTechniquesThroughCataloguesOnly() {
        CodeRules.closedImplementations(
                        FeedbackInterpreter.class,
                        RewardModel.class,
                        RewardTransform.class,
                        CreditAssigner.class,
                        RewardObjective.class,
                        AuxiliaryRewardTerm.class,
                        AskPolicy.class,
                        LabelCorrection.class,
                        AdvantageEstimator.class,
                        PolicyObjective.class,
                        Stabilizer.class,
                        ReplaySelector.class,
                        PairBuilder.class,
                        Explorer.class,
                        DriftMonitor.class)
                .check(CLASSES);
    }

    @Test
    void shouldCloseWhatHoldsNativeMemory() {
        CodeRules.managersAreClosed().check(CLASSES);
    }

    @Test
    void shouldHoldNoStaticMutableState() {
        CodeRules.noStaticMutableState().check(CLASSES);
    }
}
