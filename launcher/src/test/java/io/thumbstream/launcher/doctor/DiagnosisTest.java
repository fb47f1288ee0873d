package io.thumbstream.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.up.ComputeWords;
import io.thumbstream.learner.engine.LogReach;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.SnapshotInfo;
import io.thumbstream.model.lm.MemoryNeed;
import io.thumbstream.model.lm.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Semantics locked here: what is found wrong, which remedy is named, and which figures fail a check. */
class DiagnosisTest {
    private static final long GIB = 1L << 30;
    private static final Partition LABELS = new Partition("labels", 2);

    @Test
    void shouldDemandNothingOfAMachineThatIsFit() {
        Diagnosis found = machine(17, 10 * GIB, cpu(false)).diagnosis();
        assertThat(levels(found)).containsOnly(Finding.Level.OK);
        assertThat(missed(found)).isEmpty();
        assertThat(text(found)).contains("CPU, DJL").contains("10.0 GiB free at data");
    }

    @Test
    void shouldSayHowToUseACardThatTheLibrariesCannot() {
        Diagnosis found = machine(17, 10 * GIB, cpu(true)).diagnosis();
        assertThat(levels(found)).contains(Finding.Level.NOTE);
        assertThat(text(found)).contains("PYTORCH_FLAVOR=cu128").contains("PYTORCH_VERSION=2.7.1");
        assertThat(missed(found)).isEmpty();
    }

    @Test
    void shouldSayOnWhatModelsComputeAndWithHowManyThreads() {
        assertThat(text(machine(17, 10 * GIB, cpu(false)).diagnosis()))
                .contains(
                        "models compute on the CPU, float32, 1 native thread(s) an operation, 3 thread(s) a policy step");

        Machine.TensorEngine cards =
                new Machine.TensorEngine("DJL 0.36.0 with PyTorch 2.7.1", "2.7.1", 2, true, Optional.empty());
        Diagnosis found = machine(17, 10 * GIB, cards).diagnosis();
        assertThat(levels(found)).containsOnly(Finding.Level.OK);
        assertThat(text(found))
                .contains("2 CUDA device(s), DJL 0.36.0 with PyTorch 2.7.1")
                .contains("CUDA device 0 of 2 (learners; sampler and scorer are on the CPU), float32");
    }

    @Test
    void shouldSayWhenTheWantedDeviceIsNotThereAndTellThePrecision() {
        ComputeWords.Chosen second = new ComputeWords.Chosen("cuda:1", "cpu", Precision.BFLOAT16, 3);
        Diagnosis absent = machine(17, 10 * GIB, cpu(true), second).diagnosis();
        assertThat(levels(absent)).contains(Finding.Level.BAD);
        assertThat(text(absent))
                .contains("learner.device is cuda:1 but the tensor library can use 0 graphics cards")
                .contains("PYTORCH_FLAVOR=cu128");

        Machine.TensorEngine cards =
                new Machine.TensorEngine("DJL 0.36.0 with PyTorch 2.7.1", "2.7.1", 2, true, Optional.empty());
        Diagnosis there = machine(17, 10 * GIB, cards, second).diagnosis();
        assertThat(levels(there)).containsOnly(Finding.Level.OK);
        assertThat(text(there))
                .contains("CUDA device 1 of 2 (learners; sampler and scorer are on the CPU)")
                .contains("float32 with products of a policy step in bfloat16");
        ComputeWords.Chosen kept = new ComputeWords.Chosen("cpu", "cpu", Precision.FLOAT32, 3);
        assertThat(text(machine(17, 10 * GIB, cards, kept).diagnosis())).contains("models compute on the CPU, float32");
        ComputeWords.Chosen sampling = new ComputeWords.Chosen("auto", "cuda:1", Precision.FLOAT32, 3);
        assertThat(text(machine(17, 10 * GIB, cards, sampling).diagnosis()))
                .contains("CUDA device 0 of 2 (learners), CUDA device 1 of 2 (sampler) and the CPU (scorer)");
        assertThat(text(machine(17, 10 * GIB, cpu(false), sampling).diagnosis()))
                .contains("generator.device is cuda:1 but the tensor library can use 0 graphics cards");
    }

    @Test
    void shouldSayWhetherAModelFitsIntoMemory() {
        MemoryNeed learning = new MemoryNeed(
                List.of(new MemoryNeed.Part("moments", 2 * GIB), new MemoryNeed.Part("activations", 3 * GIB)));
        MemoryNeed sampling = new MemoryNeed(List.of(new MemoryNeed.Part("cache", GIB)));

        Diagnosis roomy = new ModelRoom(Path.of("qwen"), learning, sampling, 6 * GIB).diagnosis();
        assertThat(levels(roomy)).containsOnly(Finding.Level.OK);
        assertThat(missed(roomy)).isEmpty();
        assertThat(text(roomy))
                .contains("qwen takes about 6.0 GiB of 6.0 GiB")
                .contains("moments 2.0 GiB, activations 3.0 GiB, together 5.0 GiB");
        assertThat(value(roomy, "model-generator-memory")).isEqualTo(1);

        Diagnosis tight = new ModelRoom(Path.of("qwen"), learning, sampling, 5 * GIB).diagnosis();
        assertThat(levels(tight)).contains(Finding.Level.NOTE).doesNotContain(Finding.Level.BAD);
        assertThat(missed(tight)).containsExactly("model-memory");
        assertThat(text(tight)).contains("learner.policy.activation-checkpointing=true");

        Diagnosis full = new ModelRoom(Path.of("qwen"), learning, sampling, 2 * GIB).diagnosis();
        assertThat(levels(full)).contains(Finding.Level.BAD);
    }

    @Test
    void shouldMissWhatIsTooOldTooSmallOrBroken() {
        Machine.TensorEngine broken = new Machine.TensorEngine("", "", 0, false, Optional.of("no library"));
        Diagnosis found = machine(11, GIB, broken).diagnosis();
        assertThat(missed(found)).containsExactly("java-version", "tensor-engine", "free-disk");
        assertThat(text(found)).contains("JDK 17").contains("no library").contains("make room for 2.0 GiB");
    }

    @Test
    void shouldNameTopicsThatAreMissingOrLoseRecords() {
        Store.Topic good = topic("good", true, Optional.empty(), Optional.empty());
        Store.Topic gone = topic("gone", false, Optional.empty(), Optional.empty());
        Store.Topic brief = topic("brief", true, Optional.of(Duration.ofDays(7)), Optional.of(Duration.ofDays(30)));
        Store.Topic large =
                new Store.Topic("large", true, false, Optional.empty(), Optional.of(1000L), false, Optional.empty());
        Store.Topic plain =
                new Store.Topic("plain", true, false, Optional.empty(), Optional.empty(), true, Optional.empty());
        Diagnosis found = new Store(
                        "1 broker",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(good, gone, brief, large, plain),
                        Map.of())
                .diagnosis();

        assertThat(missed(found)).containsExactly("topics-missing", "topics-kept-too-short");
        assertThat(text(found))
                .contains("missing: gone")
                .contains("brief is kept: 7 days; the catalogue says 30 days")
                .contains("retention.ms=2592000000")
                .contains("large is kept: for ever, at most 1000 bytes a partition")
                .contains("cleanup.policy=compact")
                .doesNotContain("good is kept");
    }

    @Test
    void shouldAskForNothingButBrokersWhenTheyDoNotAnswer() {
        Store store = new Store("h:1", Optional.of("h:1 does not answer: x"), Optional.empty(), List.of(), Map.of());
        assertThat(missed(store.diagnosis())).containsExactly("broker");
        assertThat(store.readable()).isFalse();
        assertThat(text(store.diagnosis())).contains("h:1 does not answer: x").doesNotContain("topics");
    }

    @Test
    void shouldReachVersionZeroWhenEverythingIsThere() {
        Diagnosis found = learner(new LogReach(1, 40, 0, Map.of(), List.of("now")), 20, 40);
        assertThat(levels(found)).containsOnly(Finding.Level.OK);
        assertThat(text(found)).contains("steps 1 to 40").contains("replay can start from version 0");
        assertThat(value(found, "policy-replay-from-step")).isZero();
        assertThat(value(found, "policy-snapshots")).isEqualTo(2);
    }

    @Test
    void shouldNameTheSnapshotAndTheReasonWhenTheBeginningIsGone() {
        LogReach reach = new LogReach(12, 40, 15, Map.of(LABELS, new LogReach.Span(3, 9)), List.of("before", "now"));
        Diagnosis found = learner(reach, 10, 20, 40);
        assertThat(text(found))
                .contains("the log begins at 12")
                .contains("labels-2 begins at offset 9 and is needed from 3")
                .contains("replay can start from the snapshot of step 20")
                .contains("--learner policy --from-step 20")
                .contains("logged under other settings: before instead of now");
        assertThat(missed(found)).isEmpty();
        assertThat(value(found, "policy-replay-from-step")).isEqualTo(20);
    }

    @Test
    void shouldMissTheReplayWhenNoSnapshotIsNewEnough() {
        Diagnosis found = learner(new LogReach(1, 40, 30, Map.of(LABELS, new LogReach.Span(3, 9)), List.of("now")), 10);
        assertThat(missed(found)).containsExactly("policy-replay-from-step");
        assertThat(levels(found)).contains(Finding.Level.BAD);
        assertThat(text(found)).contains("no snapshot at or after step 30 is left");
    }

    @Test
    void shouldSayThatNothingWasLearnedYet() {
        Diagnosis found = learner(new LogReach(0, 0, 0, Map.of(), List.of()));
        assertThat(text(found)).contains("nothing was learned yet");
        assertThat(missed(found)).isEmpty();
    }

    @Test
    void shouldMissASnapshotThatIsDamagedAndNotCountOnIt() {
        SnapshotInfo damaged = new SnapshotInfo(20, Path.of("step-20"), 1, false, "");
        Diagnosis found = new Learner(
                        "reward",
                        Optional.of(new LogReach(12, 40, 11, Map.of(), List.of("now"))),
                        List.of(damaged),
                        "now")
                .diagnosis();
        assertThat(missed(found)).containsExactly("reward-replay-from-step", "reward-snapshots-damaged");
        assertThat(text(found)).contains("step-20 is damaged");
    }

    private static Machine machine(int java, long free, Machine.TensorEngine engine) {
        return machine(java, free, engine, new ComputeWords.Chosen("auto", "cpu", Precision.FLOAT32, 3));
    }

    private static Machine machine(int java, long free, Machine.TensorEngine engine, ComputeWords.Chosen chosen) {
        return new Machine(java, java + ".0.1", 2, GIB, 8 * GIB, Path.of("data"), free, chosen, engine);
    }

    private static Machine.TensorEngine cpu(boolean driver) {
        return new Machine.TensorEngine("DJL 0.36.0 with PyTorch 2.7.1", "2.7.1", 0, driver, Optional.empty());
    }

    private static Store.Topic topic(String name, boolean present, Optional<Duration> kept, Optional<Duration> wanted) {
        return new Store.Topic(name, present, false, kept, Optional.empty(), false, wanted);
    }

    private static Diagnosis learner(LogReach reach, long... snapshots) {
        List<SnapshotInfo> infos = java.util.Arrays.stream(snapshots)
                .mapToObj(step -> new SnapshotInfo(step, Path.of("step-" + step), 15 << 20, true, "now"))
                .toList();
        return new Learner("policy", Optional.of(reach), infos, "now").diagnosis();
    }

    private static List<Finding.Level> levels(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::level).toList();
    }

    private static List<String> missed(Diagnosis diagnosis) {
        return diagnosis.figures().stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .toList();
    }

    private static double value(Diagnosis diagnosis, String name) {
        return diagnosis.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    private static String text(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::text).collect(Collectors.joining("\n"));
    }
}
