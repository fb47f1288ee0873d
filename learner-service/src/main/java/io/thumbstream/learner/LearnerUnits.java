package io.thumbstream.learner;

import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.EngineSettings;
import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.learner.wire.KafkaInputSource;
import io.thumbstream.learner.wire.KafkaStallWatch;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.learner.wire.KafkaVersionSink;
import io.thumbstream.learner.wire.LabelTranslator;
import io.thumbstream.learner.wire.OutputProducer;
import io.thumbstream.learner.wire.RecordTranslator;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** Opens learners: connects cores to topics and directories. Called on the learner's own thread. */
final class LearnerUnits {
    private static final String POLICY = LearnerCores.POLICY;
    private static final String REWARD = LearnerCores.REWARD;

    private final LearnerSettings settings;
    private final ServiceContext context;
    private final LearnerCores cores;
    private final LearnerMetrics policyMetrics;
    private final LearnerMetrics rewardMetrics;

    LearnerUnits(LearnerSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.cores = new LearnerCores(settings, context, settings.policyThreads());
        this.policyMetrics = new LearnerMetrics(context.meters(), POLICY, MetricNames.POLICY_VERSION);
        this.rewardMetrics = new LearnerMetrics(context.meters(), REWARD, MetricNames.REWARD_VERSION);
        policyMetrics.announce(
                MetricNames.LOSS,
                MetricNames.GRADIENT_NORM,
                MetricNames.KL_TO_REFERENCE,
                MetricNames.KL_SAMPLE_TRAIN,
                MetricNames.CLIP_RATIO,
                MetricNames.ENTROPY,
                MetricNames.REPLAY_SIZE,
                MetricNames.LOG_PROB_DIFFERENCE,
                MetricNames.LOG_PROB_ALARM,
                MetricNames.OBJECTIVE_PREFIX + "reward");
        policyMetrics.alarmAbove(settings.logProbAlarm());
        rewardMetrics.announce(MetricNames.OBJECTIVE_PREFIX + "drift.alarms");
        for (ReplayBuffer.Drop reason : ReplayBuffer.Drop.values()) {
            showDropped(reason, 0);
        }
    }

    LearnerUnit policy() {
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            PolicyCore core = held.keep(cores.policy());
            Link<io.thumbstream.schemas.avro.Experience, io.thumbstream.learner.replay.RolloutGroup> link = new Link<>(
                    POLICY,
                    Topics.EXPERIENCE,
                    new ExperienceTranslator(settings.policy().readsTokenRewards()),
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
            RewardCore core = held.keep(cores.reward());
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
        String name = cores.name(link.kind());
        AvroSerdes serdes = serdes();
        Producer<byte[], byte[]> producer =
                held.keep(OutputProducer.open(context.kafka(), "thumbstream-learner-" + link.kind() + "-out"));
        Path learnerDir =
                context.dataDir().resolve("learner").resolve(link.kind()).resolve(settings.modelName());
        Path modelDir = context.dataDir().resolve("models").resolve(link.kind() + "-" + settings.modelName());
        KafkaVersionSink versions = held.keep(new KafkaVersionSink(
                context.kafka(),
                serdes,
                link.kind().equals(POLICY) ? Topics.POLICY_VERSIONS : Topics.REWARD_VERSIONS,
                name,
                producer,
                context.clock()));
        LearnerPorts<T> ports = new LearnerPorts<>(
                held.keep(new KafkaInputSource<>(
                        context.kafka(),
                        serdes,
                        link.input(),
                        link.translator(),
                        new DeadLetters(producer, context.meters()),
                        context.clock())),
                held.keep(new KafkaStepLog(context.kafka(), serdes, name, context.clock())),
                versions,
                new Erasures(context.dataDir())
                        .above(new FileCheckpoints(learnerDir, link.run().thinning()), link.kind()),
                new FileVersions(modelDir, link.run().keepVersions(), versions::named));
        return new EventSourcedLearner<>(engine(link, name), core, ports, context.clock(), link.listener());
    }

    private EngineSettings engine(Link<?, ?> link, String name) {
        return new EngineSettings(
                name,
                name,
                cores.seed(link.kind()),
                link.configHash(),
                link.run().checkpoint(),
                link.run().publish(),
                link.run().pollTimeout(),
                link.run().recoveryTimeout(),
                cores.build());
    }

    private void show(PolicyCore core) {
        policyMetrics.set(MetricNames.REPLAY_SIZE, core.waiting());
        core.drops().forEach(this::showDropped);
    }

    private void showDropped(ReplayBuffer.Drop reason, long count) {
        policyMetrics.set(
                MetricNames.GROUPS_DROPPED, count, "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    String policyHash() {
        return cores.policyHash();
    }

    String rewardHash() {
        return cores.rewardHash();
    }

    private AvroSerdes serdes() {
        return new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
    }
}
