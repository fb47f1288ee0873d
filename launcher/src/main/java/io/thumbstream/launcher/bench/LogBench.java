package io.thumbstream.launcher.bench;

import ai.djl.Device;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.BaseModel;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.engine.StepLog;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A learner with its log in the embedded broker and the same one without any, turn by turn over the same records. */
final class LogBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GROUPS = 32;
    private static final int WARM_UP_BLOCKS = 2;
    private static final Clock CLOCK = Clock.systemUTC();

    private final ThumbstreamSettings settings;
    private final int pairs;
    private final int block;

    /** Which learner is compared; the reward model's is the one on the n-gram trunk. */
    enum Learner {
        POLICY,
        REWARD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A comparison.
     *
     * @param pairs blocks on each side, at least 2
     * @param block steps of a block, at least 1
     */
    LogBench(ThumbstreamSettings settings, int pairs, int block) {
        this.settings = settings;
        this.pairs = pairs;
        this.block = block;
    }

    /** Compares each of {@code learners} below {@code directory}, which is new. */
    List<Figure> run(List<Learner> learners, Path directory, Progress progress) throws IOException {
        Grad.prepareThread();
        NativeThreads.use(Stack.NATIVE_THREADS);
        Path base = BaseModel.install(directory, settings.learner().modelName());
        List<SampledGroup> pool = new SampledGroups(
                        base,
                        settings.gateway().groupSize(),
                        settings.gateway().sampling().maxTokens())
                .sample(GROUPS, settings.seed());
        List<Figure> figures = new ArrayList<>();
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"))) {
            TopicProvisioner.provision(
                    ClientSettings.admin(KafkaSettings.of(broker.bootstrapServers(), "none"), "thumbstream-bench"),
                    Topics.newTopics(),
                    PATIENCE);
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0)) {
                KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers(), registry.url());
                for (Learner learner : learners) {
                    figures.addAll(compare(learner, base, pool, kafka, progress));
                }
            }
        }
        return figures;
    }

    private List<Figure> compare(
            Learner learner, Path base, List<SampledGroup> pool, KafkaSettings kafka, Progress progress) {
        String name = learner.word() + "/benchmark";
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), Map.of());
        try (KafkaStepLog log = new KafkaStepLog(kafka, serdes, name, CLOCK);
                Arm with = arm(learner, name, base, pool, log);
                Arm without = arm(learner, name, base, pool, new NoLog())) {
            return compare(learner, with, without, progress);
        }
    }

    private Arm arm(Learner learner, String name, Path base, List<SampledGroup> pool, StepLog log) {
        LearnerSettings learners = settings.learner();
        if (learner == Learner.POLICY) {
            return Arm.open(
                    name,
                    new PolicyCore(
                            learners.policy(), base, Device.cpu(), CLOCK, learners.policyThreads(), settings.seed()),
                    new EndlessSource<>(
                            Topics.EXPERIENCE.name(), learners.policy().groupsPerStep(), (index, id) -> of(pool, index)
                                    .named(id, index)),
                    log);
        }
        List<RewardLabel> choices =
                pool.stream().flatMap(group -> group.choices().stream()).toList();
        return Arm.open(
                name,
                new RewardCore(
                        learners.reward().core(),
                        RewardTrunks.ngram(learners.reward().ngram(), settings.seed()),
                        directory -> RewardModelFiles.load(directory, Device.cpu(), HfTokenizer::load),
                        CLOCK),
                new EndlessSource<>(
                        Topics.LABELS.name(), learners.reward().core().batch(), (index, id) -> of(choices, index)),
                log);
    }

    private static <T> T of(List<T> pool, long index) {
        return pool.get((int) (index % pool.size()));
    }

    /** Which side begins changes from pair to pair, so that a trend within pairs cancels. */
    private List<Figure> compare(Learner learner, Arm with, Arm without, Progress progress) {
        LogCost cost = new LogCost(learner.word(), block);
        progress.phase(learner.word() + " learner, pairs of blocks", pairs);
        for (int i = -WARM_UP_BLOCKS; i < pairs; i++) {
            boolean logFirst = i % 2 == 0;
            double first = (logFirst ? with : without).run(block);
            double second = (logFirst ? without : with).run(block);
            if (i >= 0) {
                cost.add(logFirst ? first : second, logFirst ? second : first);
                progress.done(i + 1L);
            }
        }
        return cost.figures(with.digest().equals(without.digest()));
    }
}
