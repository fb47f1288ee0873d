package io.thumbstream.learner;

import ai.djl.Device;
import io.thumbstream.learner.engine.EngineSettings;
import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.learner.wire.KafkaInputSource;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.learner.wire.KafkaVersionSink;
import io.thumbstream.learner.wire.LabelTranslator;
import io.thumbstream.learner.wire.RecordTranslator;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two instances of one engine: experience to a better policy, labels to a better reward model. */
public final class LearnerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerService.class);
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final LearnerSettings settings;
    private final ServiceContext context;
    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final DeadLetters deadLetters;
    private final LearnerMeters policyMeters;
    private final LearnerMeters rewardMeters;
    private final List<LearnerLoop> loops = new ArrayList<>();

    /** Learners that are not started yet. */
    public LearnerService(LearnerSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.serdes = new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(context.kafka(), "thumbstream-learner"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.deadLetters = new DeadLetters(producer, context.meters());
        this.policyMeters = new LearnerMeters(context.meters(), POLICY, MetricNames.POLICY_VERSION);
        this.rewardMeters = new LearnerMeters(context.meters(), REWARD, MetricNames.REWARD_VERSION);
        if (settings.policySchedule().enabled()) {
            loops.add(new LearnerLoop(POLICY, this::policySession, settings.retry()));
        }
        if (settings.rewardSchedule().enabled()) {
            loops.add(new LearnerLoop(REWARD, this::rewardSession, settings.retry()));
        }
    }

    private LearnerSession<RolloutGroup> policySession() {
        return session(
                POLICY,
                Topics.EXPERIENCE,
                new ExperienceTranslator(),
                Topics.POLICY_VERSIONS,
                new PolicyCore(settings.policy(), basePolicy(), context.clock()),
                settings.policySchedule(),
                policyMeters);
    }

    private LearnerSession<RewardLabel> rewardSession() {
        RewardCore core = new RewardCore(
                settings.reward().core(),
                newTrunk(),
                directory -> RewardModelFiles.load(directory, Device.cpu(), HfTokenizer::load));
        return session(
                REWARD,
                Topics.LABELS,
                new LabelTranslator(),
                Topics.REWARD_VERSIONS,
                core,
                settings.rewardSchedule(),
                rewardMeters);
    }

    private <A extends SpecificRecord, T> LearnerSession<T> session(
            String role,
            TopicSpec<A> input,
            RecordTranslator<A, T> translator,
            TopicSpec<ModelVersion> versions,
            LearnerCore<T> core,
            LearnerSettings.Schedule schedule,
            LearnerMeters meters) {
        String name = role + "/" + settings.modelName();
        String directory = role + "-" + settings.modelName();
        LearnerPorts<T> ports = new LearnerPorts<>(
                new KafkaInputSource<>(context.kafka(), serdes, input, translator, deadLetters, context.clock()),
                new KafkaStepLog(context.kafka(), serdes, name, context.clock()),
                new KafkaVersionSink(context.kafka(), serdes, versions, name, producer, context.clock()),
                new FileCheckpoints(
                        context.dataDir().resolve("learner").resolve(directory), schedule.keepCheckpoints()),
                new FileVersions(context.dataDir().resolve("models").resolve(directory), schedule.keepVersions()));
        EngineSettings engine = new EngineSettings(
                name,
                name,
                context.random().child(name).key(),
                Digests.of(settings.toString()),
                schedule.checkpoint(),
                schedule.publish(),
                settings.pollTimeout(),
                settings.recoveryTimeout());
        return new LearnerSession<>(
                new EventSourcedLearner<>(engine, core, ports, context.clock(), meters), core, ports);
    }

    private RewardTrunk newTrunk() {
        RewardLearnerSettings reward = settings.reward();
        long seed = context.random().child("reward-trunk").key();
        if (reward.trunk() == RewardLearnerSettings.Trunk.NGRAM) {
            return RewardTrunks.ngram(reward.ngram(), seed);
        }
        Path base = basePolicy();
        Path tokenizer = base.resolve("tokenizer.json");
        try {
            return RewardTrunks.transformer(
                    reward.transformer(),
                    CausalLm.load(base, Device.cpu()),
                    HfTokenizer.load(tokenizer),
                    Files.readAllBytes(tokenizer),
                    seed);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The reward trunk cannot start from " + base + "; put a model directory there", e);
        }
    }

    private Path basePolicy() {
        return settings.basePolicy().isEmpty()
                ? context.dataDir()
                        .resolve("models")
                        .resolve(POLICY + "-" + settings.modelName())
                        .resolve("v00000000")
                : Path.of(settings.basePolicy());
    }

    @Override
    public String name() {
        return "learner";
    }

    @Override
    public void start() {
        loops.forEach(LearnerLoop::start);
    }

    @Override
    public boolean alive() {
        return loops.stream().allMatch(LearnerLoop::alive);
    }

    @Override
    public boolean ready() {
        return loops.stream().allMatch(LearnerLoop::ready);
    }

    @Override
    public Map<String, String> info() {
        Map<String, String> info = new TreeMap<>();
        info.put("model", settings.modelName());
        info.put("config-hash", Digests.of(settings.toString()));
        info.put("policy-version", Long.toString(policyMeters.version()));
        info.put("policy-step", Long.toString(policyMeters.step()));
        info.put("reward-version", Long.toString(rewardMeters.version()));
        info.put("reward-step", Long.toString(rewardMeters.step()));
        return info;
    }

    /** Ends both learners after their present step, each with a last checkpoint. */
    @Override
    public void close() {
        loops.forEach(LearnerLoop::stop);
        for (LearnerLoop loop : loops) {
            if (!loop.awaitEnd(settings.shutdown())) {
                LOG.atWarn().addKeyValue("budget", settings.shutdown()).log("a learner did not end in time");
            }
        }
        producer.close(settings.shutdown());
    }
}
