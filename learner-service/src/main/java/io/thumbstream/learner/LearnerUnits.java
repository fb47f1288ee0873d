package io.thumbstream.learner;

import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.EngineSettings;
import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import io.thumbstream.learner.engine.LookupSource;
import io.thumbstream.learner.engine.MergedSource;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.wire.DecisionTranslator;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.learner.wire.KafkaConvictions;
import io.thumbstream.learner.wire.KafkaInputLookup;
import io.thumbstream.learner.wire.KafkaInputSource;
import io.thumbstream.learner.wire.KafkaStallWatch;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.learner.wire.KafkaVerdicts;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** Opens learners: connects cores to topics and directories. Called on the learner's own thread. */
final class LearnerUnits {
    private static final String POLICY = LearnerCores.POLICY;
    private static final String REWARD = LearnerCores.REWARD;
    private static final String POLICY_CLIENTS = "thumbstream-learner-policy-";

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
        policyMetrics.announceReferences();
        rewardMetrics.announce(MetricNames.OBJECTIVE_PREFIX + "drift.alarms");
        for (ReplayBuffer.Drop reason : ReplayBuffer.Drop.values()) {
            showDropped(reason, 0);
        }
    }

    LearnerUnit policy() {
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            PolicyCore core = held.keep(cores.policy());
            Link<RolloutGroup> link = new Link<>(
                    POLICY,
                    letters -> experienceAndDecisions(letters, held),
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
            Link<RewardLabel> link = new Link<>(
                    REWARD,
                    letters -> labelsAndDecisions(letters, held),
                    settings.rewardRun(),
                    rewardHash(),
                    new QuarantineListener(rewardMetrics, () -> notable(core), verdicts(held)));
            return new LearnerUnit(connect(link, core, held), () -> true, () -> {}, held);
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    private InputSource<RewardLabel> labelsAndDecisions(DeadLetters letters, LearnerUnit.Held held) {
        return new MergedSource<>(
                source(Topics.LABELS, new LabelTranslator(), letters, held),
                Topics.QUARANTINE_DECISIONS.name(),
                source(Topics.QUARANTINE_DECISIONS, DecisionTranslator.labels(), letters, held));
    }

    private InputSource<RolloutGroup> experienceAndDecisions(DeadLetters letters, LearnerUnit.Held held) {
        PolicySettings policy = settings.policy();
        ExperienceTranslator translator =
                new ExperienceTranslator(policy.readsTokenRewards(), policy.readsStartAnswers());
        return new MergedSource<>(
                source(Topics.EXPERIENCE, translator, letters, held),
                Topics.QUARANTINE_DECISIONS.name(),
                settings.policy().hearsDecisions() ? decisions(letters, held) : loggedDecisions(held));
    }

    /** The reward learner reads them, too, and sends poison to the dead letters where it is on. */
    private InputSource<RolloutGroup> decisions(DeadLetters letters, LearnerUnit.Held held) {
        return held.keep(new KafkaInputSource<>(
                context.kafka(),
                serdes(),
                Topics.QUARANTINE_DECISIONS,
                DecisionTranslator.groups(),
                settings.rewardEnabled() ? Optional.empty() : Optional.of(letters),
                context.clock(),
                POLICY_CLIENTS));
    }

    /** Nobody hears decisions; steps that were logged when somebody did still name them. */
    private InputSource<RolloutGroup> loggedDecisions(LearnerUnit.Held held) {
        InputLookup<RolloutGroup> lookup = held.keep(new KafkaInputLookup<>(
                context.kafka(),
                serdes(),
                Topics.QUARANTINE_DECISIONS,
                DecisionTranslator.groups(),
                POLICY_CLIENTS + "decisions",
                context.clock()));
        return new LookupSource<>(lookup);
    }

    private <A extends SpecificRecord, T> InputSource<T> source(
            TopicSpec<A> topic, RecordTranslator<A, T> translator, DeadLetters letters, LearnerUnit.Held held) {
        return held.keep(
                new KafkaInputSource<>(context.kafka(), serdes(), topic, translator, letters, context.clock()));
    }

    /** Nobody while the firewall is off, whatever it remembers. */
    private List<Verdict> notable(RewardCore core) {
        return settings.reward().core().trust().enabled() ? core.notable() : List.of();
    }

    /** A conviction goes out before the verdict; each finds out by itself what is still to be said. */
    private QuarantineListener.Verdicts verdicts(LearnerUnit.Held held) {
        Producer<byte[], byte[]> producer =
                held.keep(OutputProducer.open(context.kafka(), "thumbstream-learner-verdicts-out"));
        String name = cores.name(REWARD);
        KafkaConvictions convictions =
                held.keep(new KafkaConvictions(context.kafka(), serdes(), name, producer, context.clock()));
        KafkaVerdicts verdicts =
                held.keep(new KafkaVerdicts(context.kafka(), serdes(), name, producer, context.clock()));
        return (step, notable) -> {
            convictions.tell(step, notable);
            verdicts.show(step, notable);
        };
    }

    /**
     * What differs between the learners.
     *
     * @param input opens the source of records, which the unit keeps
     */
    private record Link<T>(
            String kind,
            Function<DeadLetters, InputSource<T>> input,
            RunSettings run,
            String configHash,
            EngineListener listener) {}

    private <T> EventSourcedLearner<T> connect(Link<T> link, LearnerCore<T> core, LearnerUnit.Held held) {
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
                link.input().apply(new DeadLetters(producer, context.meters())),
                held.keep(new KafkaStepLog(context.kafka(), serdes, name, context.clock())),
                versions,
                new Erasures(context.dataDir())
                        .above(new FileCheckpoints(learnerDir, link.run().thinning()), link.kind()),
                new FileVersions(modelDir, link.run().keepVersions(), versions::named));
        return new EventSourcedLearner<>(engine(link, name), core, ports, context.clock(), link.listener());
    }

    private EngineSettings engine(Link<?> link, String name) {
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
