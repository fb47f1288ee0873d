package io.thumbstream.learner;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.MergedLookup;
import io.thumbstream.learner.engine.MergedSource;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.wire.DecisionTranslator;
import io.thumbstream.learner.wire.ExperienceTranslator;
import io.thumbstream.learner.wire.KafkaInputLookup;
import io.thumbstream.learner.wire.KafkaInputSource;
import io.thumbstream.learner.wire.KafkaStepHistory;
import io.thumbstream.learner.wire.KafkaVersionHistory;
import io.thumbstream.learner.wire.KafkaVersionHistory.Announced;
import io.thumbstream.learner.wire.LabelTranslator;
import io.thumbstream.learner.wire.RecordTranslator;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What a run left in the topics, for those who look back; everything opened is closed with {@code held}. */
final class RecordedInputs {
    private static final String CLIENT = "thumbstream-replay-";

    private final ServiceContext context;
    private final LearnerUnit.Held held;
    private final PolicySettings policy;

    /** @param policy says what of experience is read */
    RecordedInputs(ServiceContext context, LearnerUnit.Held held, PolicySettings policy) {
        this.context = context;
        this.held = held;
        this.policy = policy;
    }

    /** Steps of the learner with that name. */
    KafkaStepHistory history(String name) {
        return held.keep(new KafkaStepHistory(
                context.kafka(), serdes(), name, CLIENT + name.replace('/', '-') + "-log", context.clock()));
    }

    /** Versions of a model that its topic still holds, by number. */
    Map<Long, Announced> announced(String kind, LearnerCores cores) {
        KafkaVersionHistory versions = held.keep(new KafkaVersionHistory(
                context.kafka(),
                serdes(),
                kind.equals(LearnerCores.POLICY) ? Topics.POLICY_VERSIONS : Topics.REWARD_VERSIONS,
                CLIENT + kind + "-versions",
                context.clock()));
        return versions.versions(cores.name(kind));
    }

    /** Steps of those versions. */
    Map<Long, Long> versionSteps(String kind, LearnerCores cores) {
        Map<Long, Long> steps = new TreeMap<>();
        announced(kind, cores).forEach((version, known) -> steps.put(version, known.step()));
        return steps;
    }

    /** Groups of answers, and decisions about people that steps have taken. */
    InputLookup<RolloutGroup> experience() {
        return new MergedLookup<>(
                lookup(Topics.EXPERIENCE, translator(), "experience"),
                Topics.QUARANTINE_DECISIONS.name(),
                lookup(Topics.QUARANTINE_DECISIONS, DecisionTranslator.groups(), "decisions"));
    }

    /** Labels, and decisions about people. */
    InputLookup<RewardLabel> labels() {
        return new MergedLookup<>(
                lookup(Topics.LABELS, new LabelTranslator(), "labels"),
                Topics.QUARANTINE_DECISIONS.name(),
                lookup(Topics.QUARANTINE_DECISIONS, DecisionTranslator.labels(), "decisions"));
    }

    /** All labels and all decisions about people from the first on. */
    InputSource<RewardLabel> labelStream() {
        return new MergedSource<>(
                stream(Topics.LABELS, new LabelTranslator()),
                Topics.QUARANTINE_DECISIONS.name(),
                stream(Topics.QUARANTINE_DECISIONS, DecisionTranslator.labels()));
    }

    /** All experience from the first on, and all decisions about people where the policy learner hears them. */
    InputSource<RolloutGroup> experienceStream() {
        InputSource<RolloutGroup> groups = stream(Topics.EXPERIENCE, translator());
        return policy.hearsDecisions()
                ? new MergedSource<>(
                        groups,
                        Topics.QUARANTINE_DECISIONS.name(),
                        stream(Topics.QUARANTINE_DECISIONS, DecisionTranslator.groups()))
                : groups;
    }

    private <A extends SpecificRecord, T> InputLookup<T> lookup(
            TopicSpec<A> topic, RecordTranslator<A, T> translator, String client) {
        return held.keep(
                new KafkaInputLookup<>(context.kafka(), serdes(), topic, translator, CLIENT + client, context.clock()));
    }

    private <A extends SpecificRecord, T> InputSource<T> stream(TopicSpec<A> topic, RecordTranslator<A, T> translator) {
        return held.keep(new KafkaInputSource<>(context.kafka(), serdes(), topic, translator, context.clock()));
    }

    private ExperienceTranslator translator() {
        return new ExperienceTranslator(policy.readsTokenRewards(), policy.readsStartAnswers());
    }

    private AvroSerdes serdes() {
        return new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
    }
}
