package io.thumbstream.learner;

import ai.djl.engine.Engine;
import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.EngineSettings;
import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.learner.wire.KafkaInputSource;
import io.thumbstream.learner.wire.KafkaStallWatch;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.learner.wire.KafkaVersionSink;
import io.thumbstream.learner.wire.LabelTranslator;
import io.thumbstream.learner.wire.OutputProducer;
import io.thumbstream.learner.wire.RecordTranslator;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** Opens learners: connects cores to topics and directories. Called on the learner's own thread. */
final class LearnerUnits {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final LearnerSettings settings;
    private final ServiceContext context;
    private final LearnerMetrics policyMetrics;
    private final LearnerMetrics rewardMetrics;

    LearnerUnits(LearnerSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.policyMetrics = new LearnerMetrics(context.meters(), POLICY, MetricNames.POLICY_VERSION);
        this.rewardMetrics = new LearnerMetrics(context.meters(), REWARD, MetricNames.REWARD_VERSION);
    }

    LearnerUnit policy() {
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            PolicyCore core = held.keep(new PolicyCore(
                    settings.policy(), baseDirectory(), Engine.getInstance().defaultDevice(), context.clock()));
            Link<io.thumbstream.schemas.avro.Experience, io.thumbstream.learner.replay.RolloutGroup> link = new Link<>(
                    POLICY,
                    Topics.EXPERIENCE,
                    new ExperienceTranslator(),
                    settings.policyRun(),
                    policyHash(),
                    policyMetrics);
            EventSourcedLearner<?> learner = connect(link, core, held);
            BooleanSupplier mayStep = settings.pauseOnStall()
                    ? held.keep(new KafkaStallWatch(context.kafka(), serdes(), context.clock()))
                    : () -> true;
            return new LearnerUnit(learner, mayStep, () -> show(core), held);
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    LearnerUnit reward() {
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            RewardCore core = held.keep(new RewardCore(
                    settings.reward().core(),
                    trunk(),
                    directory -> RewardModelFiles.load(
                            directory, Engine.getInstance().defaultDevice(), HfTokenizer::load),
                    context.clock()));
            Link<io.thumbstream.schemas.avro.Label, io.thumbstream.learner.reward.RewardLabel> link = new Link<>(
                    REWARD, Topics.LABELS, new LabelTranslator(), settings.rewardRun(), rewardHash(), rewardMetrics);
            return new LearnerUnit(connect(link, core, held), () -> true, () -> {}, held);
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /** What differs between the learners. */
    private record Link<A extends SpecificRecord, T>(
            String kind,
            TopicSpec<A> input,
            RecordTranslator<A, T> translator,
            RunSettings run,
            String configHash,
            EngineListener listener) {}

    private <A extends SpecificRecord, T> EventSourcedLearner<T> connect(
            Link<A, T> link, LearnerCore<T> core, LearnerUnit.Held held) {
        String name = link.kind() + "/" + settings.modelName();
        AvroSerdes serdes = serdes();
        Producer<byte[], byte[]> producer =
                held.keep(OutputProducer.open(context.kafka(), "thumbstream-learner-" + link.kind() + "-out"));
        Path learnerDir =
                context.dataDir().resolve("learner").resolve(link.kind()).resolve(settings.modelName());
        Path modelDir = context.dataDir().resolve("models").resolve(link.kind() + "-" + settings.modelName());
        LearnerPorts<T> ports = new LearnerPorts<>(
                held.keep(new KafkaInputSource<>(
                        context.kafka(),
                        serdes,
                        link.input(),
                        link.translator(),
                        new DeadLetters(producer, context.meters()),
                        context.clock())),
                held.keep(new KafkaStepLog(context.kafka(), serdes, name, context.clock())),
                held.keep(new KafkaVersionSink(
                        context.kafka(),
                        serdes,
                        link.kind().equals(POLICY) ? Topics.POLICY_VERSIONS : Topics.REWARD_VERSIONS,
                        name,
                        producer,
                        context.clock())),
                new FileCheckpoints(learnerDir, link.run().keepCheckpoints()),
                new FileVersions(modelDir, link.run().keepVersions()));
        EngineSettings engine = new EngineSettings(
                name,
                name,
                seed(link.kind()),
                link.configHash(),
                link.run().checkpoint(),
                link.run().publish(),
                link.run().pollTimeout(),
                link.run().recoveryTimeout());
        return new EventSourcedLearner<>(engine, core, ports, context.clock(), link.listener());
    }

    private RewardTrunk trunk() {
        if (settings.reward().trunk() == RewardLearnerSettings.Trunk.NGRAM) {
            return RewardTrunks.ngram(settings.reward().ngram(), seed("reward-trunk"));
        }
        Path base = baseDirectory();
        try {
            Path tokenizer = base.resolve(BpeVocabulary.FILE);
            return RewardTrunks.transformer(
                    settings.reward().transformer(),
                    CausalLm.load(base, Engine.getInstance().defaultDevice()),
                    HfTokenizer.load(tokenizer),
                    Files.readAllBytes(tokenizer),
                    seed("reward-trunk"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start the reward model from " + base + "; put the base model there", e);
        }
    }

    private void show(PolicyCore core) {
        policyMetrics.set(MetricNames.REPLAY_SIZE, core.waiting());
        core.drops()
                .forEach((reason, count) -> policyMetrics.set(
                        MetricNames.GROUPS_DROPPED,
                        count,
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT)));
    }

    private Path baseDirectory() {
        return context.dataDir()
                .resolve("models")
                .resolve(POLICY + "-" + settings.modelName())
                .resolve("v00000000");
    }

    String policyHash() {
        return Digests.of(SettingsWriter.toTree(settings.policy()).toString());
    }

    String rewardHash() {
        return Digests.of(SettingsWriter.toTree(settings.reward()).toString());
    }

    private long seed(String name) {
        return context.random().child("learner").child(name).nextLong();
    }

    private AvroSerdes serdes() {
        return new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
    }
}
