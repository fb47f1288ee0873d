package io.thumbstream.learner.reward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.TrustLedger;
import io.thumbstream.learner.trust.WaitingDecisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint of the reward learner holds beside the weights.
 *
 * @param labels window of recent labels, oldest first, by their places in the topic
 * @param people effects of the people
 * @param drift what the test for a change of wishes remembers
 * @param trust what the firewall remembers; nothing in checkpoints of builds that had none, no decisions where they were settings only
 * @param objective what the objective remembers; nothing in checkpoints of builds in which it remembered nothing
 * @param decisions places of decisions about people that no step has taken yet
 * @param own what the reward model thinks of answers, and its rounds; nothing in checkpoints of builds that had none
 */
record RewardCoreState(
        List<SavedLabel> labels,
        List<PeopleEffects.Saved> people,
        LossRise.State drift,
        TrustLedger.Saved trust,
        Map<String, Double> objective,
        List<Position> decisions,
        CoAdaptation.Saved own) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "reward-state.json";
    private static final String TRUST = "trust";
    private static final String OBJECTIVE = "objective";
    private static final String DECISIONS = "decisions";
    private static final String DECIDED = "decided";
    private static final String OWN = "own";
    private static final String LABELS = "labels";
    private static final String EARLIER = "earlier";
    private static final String WINDOW = "window";
    private static final String SAID = "said";

    /** One label of the window, with what was learned under its id before, as {@link RecentLabels.Earlier} has it. */
    record SavedLabel(
            String topic, int partition, long offset, int used, boolean tested, String earlier, int earlierUses) {
        Position position() {
            return new Position(topic, partition, offset);
        }
    }

    static RewardCoreState of(
            RecentLabels labels,
            PeopleEffects people,
            LossRise drift,
            LabelTrust trust,
            RewardObjective objective,
            WaitingDecisions<RewardLabel> decisions,
            CoAdaptation.Saved own) {
        List<SavedLabel> saved = labels.all().stream()
                .map(entry -> {
                    Position at = entry.record().position();
                    return new SavedLabel(
                            at.topic(),
                            at.partition(),
                            at.offset(),
                            entry.used(),
                            entry.tested(),
                            entry.earlier().said(),
                            entry.earlier().uses());
                })
                .toList();
        return new RewardCoreState(
                saved, people.save(), drift.state(), trust.ledger().save(), objective.state(), decisions.save(), own);
    }

    void write(Path directory) throws IOException {
        Files.write(directory.resolve(FILE), JSON.writeValueAsBytes(this));
    }

    static RewardCoreState read(Path directory) throws IOException {
        JsonNode saved = JSON.readTree(Files.readAllBytes(directory.resolve(FILE)));
        if (saved instanceof ObjectNode state && !state.has(TRUST)) {
            JsonNode unused = state.set(TRUST, JSON.valueToTree(TrustLedger.Saved.EMPTY));
        }
        if (saved instanceof ObjectNode state && !state.has(OBJECTIVE)) {
            JsonNode unused = state.putObject(OBJECTIVE);
        }
        if (saved instanceof ObjectNode state && !state.has(DECISIONS)) {
            JsonNode unused = state.putArray(DECISIONS);
        }
        if (saved instanceof ObjectNode state && !state.has(OWN)) {
            JsonNode unused = state.set(OWN, JSON.valueToTree(CoAdaptation.Saved.EMPTY));
        }
        if (saved.path(TRUST) instanceof ObjectNode trust && !trust.has(DECIDED)) {
            JsonNode unused = trust.putArray(DECIDED);
        }
        unsaid(saved.path(LABELS), EARLIER);
        unsaid(saved.path(TRUST).path(WINDOW), SAID);
        return JSON.treeToValue(saved, RewardCoreState.class);
    }

    /** Builds that learned every revision anew did not keep what was said; numbers that they lack are 0. */
    private static void unsaid(JsonNode entries, String opinion) {
        for (JsonNode entry : entries) {
            if (entry instanceof ObjectNode one && !one.has(opinion)) {
                JsonNode unused = one.put(opinion, "");
            }
        }
    }

    /** Puts everything back; labels that retention has removed are left out. */
    void fill(
            RecentLabels target,
            PeopleEffects effects,
            LossRise test,
            LabelTrust firewall,
            RewardObjective learner,
            WaitingDecisions<RewardLabel> waiting,
            InputLookup<RewardLabel> lookup) {
        Map<Position, InputRecord<RewardLabel>> found =
                lookup.read(labels.stream().map(SavedLabel::position).toList());
        target.clear();
        for (SavedLabel label : labels) {
            InputRecord<RewardLabel> record = found.get(label.position());
            if (record != null) {
                RecentLabels.Earlier before = new RecentLabels.Earlier(label.earlier(), label.earlierUses());
                target.put(new RecentLabels.Entry(record, label.used(), label.tested(), before));
            }
        }
        effects.restore(people);
        test.restore(drift);
        firewall.ledger().restore(trust);
        learner.restore(objective);
        waiting.restore(decisions, lookup);
    }
}
