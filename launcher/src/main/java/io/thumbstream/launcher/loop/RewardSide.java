package io.thumbstream.launcher.loop;

import io.thumbstream.lab.drift.monitor.DriftMonitor;
import io.thumbstream.lab.drift.monitor.DriftMonitors;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.credit.TokenMarks;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.reward.transform.Running;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands between people and learners, made of the configured techniques: interpreters, transforms, credit and monitors. One thread
 * owns it.
 */
public final class RewardSide {
    private static final double CONSERVED = 1e-4;
    private static final double LONGEST_DELAY_SECONDS = 60;
    /** Kinds that are about a place in an answer, too. */
    private static final Set<FeedbackKind> POINTING = Set.of(FeedbackKind.EDIT, FeedbackKind.SPAN);

    private static final String LABELS = "labels";
    private static final String EXPERIENCE = "experience";

    private final RewardSettings settings;
    private final InterpreterChain interpreters;
    private final RewardChain chain;
    private final CreditAssigner credit;
    private final List<DriftMonitor> monitors;
    private final Hearing hearing;
    private final LabelMaker labelMaker;
    private final Function<RolloutEvent, Map<String, Double>> parts;
    private final double propensity;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, BinaryLabel> approvals = new HashMap<>();
    private final Set<String> spokenOf = new HashSet<>();
    private final Map<String, List<Remark>> remarks = new HashMap<>();
    private List<Running> running = List.of();
    private long labels;
    private long groups;

    /**
     * With nothing said so far.
     *
     * @param voice what people say
     * @param propensity probability that feedback is given, as answers would carry it, in (0, 1]
     * @param random of what is said
     */
    public RewardSide(ThumbstreamSettings all, Voice voice, double propensity, SeededRandom random) {
        this(all, voice, answer -> Map.of(), propensity, random);
    }

    /** The same with named parts of the reward of an answer, which stand beside its score before the first transform. */
    public RewardSide(
            ThumbstreamSettings all,
            Voice voice,
            Function<RolloutEvent, Map<String, Double>> parts,
            double propensity,
            SeededRandom random) {
        this.settings = all.reward();
        this.parts = parts;
        this.propensity = propensity;
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        settings.interpreters().forEach(choice -> readers.put(choice.name(), Interpreters.CATALOG.create(choice)));
        this.interpreters = new InterpreterChain(readers);
        this.hearing = new Hearing(voice, interpreters, random);
        this.labelMaker = new LabelMaker(settings, interpreters);
        this.chain = new RewardChain(
                settings.transforms().stream().map(RewardSide::step).toList());
        this.credit = CreditAssigners.CATALOG.create(settings.credit());
        this.monitors = all.drift().monitors().stream()
                .map(DriftMonitors.CATALOG::create)
                .toList();
    }

    private static RewardChain.Step step(TechniqueChoice choice) {
        return new RewardChain.Step(choice.name(), choice.name(), Transforms.CATALOG.create(choice));
    }

    /** What people say about the displayed answers of a round, as the reward learner reads it. */
    public List<InputRecord<RewardLabel>> labels(List<AnswerGroup> round) {
        List<InputRecord<RewardLabel>> said = new ArrayList<>();
        for (AnswerGroup group : round) {
            for (FeedbackKind kind : new TreeSet<>(interpreters.kinds())) {
                for (List<RolloutEvent> about : hearing.about(group, kind)) {
                    labels(group, kind, about).forEach(label -> said.add(record(label)));
                }
            }
        }
        return said;
    }

    private InputRecord<RewardLabel> record(RewardLabel label) {
        labels++;
        return new InputRecord<>(new Position(LABELS, 0, labels), "label-" + labels, 1, label);
    }

    private List<RewardLabel> labels(AnswerGroup group, FeedbackKind kind, List<RolloutEvent> about) {
        SeededRandom chance = hearing.chance(group, kind, about);
        InterpreterChain.Named reader = interpreters.of(kind).orElseThrow();
        RolloutEvent answer = about.get(0);
        Optional<Statement> said = hearing.said(kind, about, chance);
        if (said.isEmpty()) {
            return settings.joiner().silence().contains(kind)
                            && reader.interpreter().hearsSilence(hearing.seen(group, answer))
                    ? List.of(labelMaker.silence(answer, kind))
                    : List.of();
        }
        Interpretation meaning = reader.interpreter().interpret(said.get(), about);
        if (meaning.meanings().isEmpty()) {
            findings.add(reader.name() + " makes nothing of a sound statement: " + meaning);
            return List.of();
        }
        double seconds = chance.nextDouble() * LONGEST_DELAY_SECONDS;
        List<RewardLabel> made = new ArrayList<>();
        for (Interpretation.Meaning sense : meaning.meanings()) {
            String text = said.get().text();
            if (POINTING.contains(kind) && sense.weight() > 0 && text != null) {
                remarks.computeIfAbsent(group.id(), first -> new ArrayList<>())
                        .add(new Remark(answer.id(), kind, said.get().value(), text));
            }
            approve(answer, kind, sense);
            made.add(labelMaker.said(sense, answer, kind, seconds));
        }
        return made;
    }

    /** What was only noticed does not take the place of what was said. */
    private void approve(RolloutEvent answer, FeedbackKind kind, Interpretation.Meaning sense) {
        if (sense.approval() && sense.weight() > 0 && (kind.explicit() || !spokenOf.contains(answer.id()))) {
            Optional<String> rater = Optional.ofNullable(answer.userKey());
            approvals.put(answer.id(), new BinaryLabel(sense.value(), sense.weight(), rater));
            if (kind.explicit()) {
                spokenOf.add(answer.id());
            }
        }
    }

    /**
     * The groups of a round with their rewards, as the policy learner reads them.
     *
     * @param revision of every group, from 1; a later one has what was said meanwhile
     * @param scores of the reward model as it is now, {@code [input][member]}
     */
    public List<InputRecord<RolloutGroup>> experience(
            List<AnswerGroup> round, int revision, Function<List<ScoreInput>, double[][]> scores) {
        List<InputRecord<RolloutGroup>> all = new ArrayList<>();
        for (AnswerGroup group : round) {
            double[][] given =
                    scores.apply(group.scored().stream().map(LabelMaker::input).toList());
            RewardChain.Rewarded rewarded = chain.apply(scored(group, given), running);
            running = rewarded.running();
            List<GroupRollout> rollouts = new ArrayList<>();
            for (int i = 0; i < group.scored().size(); i++) {
                RewardRow row = rewarded.group().rows().get(i);
                RolloutEvent answer = group.scored().get(i);
                rollouts.add(rollout(answer, row.reward(), row.score(), spread(row, answer, group)));
            }
            int own = group.answers().size();
            groups++;
            all.add(new InputRecord<>(
                    new Position(EXPERIENCE, 0, groups),
                    group.id(),
                    revision,
                    new RolloutGroup(
                                    group.id(),
                                    revision,
                                    rollouts.subList(0, own),
                                    LabelMaker.at(group.answers().get(0)))
                            .withStartAnswers(rollouts.subList(own, rollouts.size()))));
        }
        return all;
    }

    private RewardGroup scored(AnswerGroup group, double[][] scores) {
        List<RewardRow> rows = new ArrayList<>();
        int own = group.answers().size();
        List<RolloutEvent> all = group.scored();
        for (int i = 0; i < scores.length; i++) {
            double mean = Arrays.stream(scores[i]).average().orElseThrow();
            double variance = Arrays.stream(scores[i])
                    .map(score -> (score - mean) * (score - mean))
                    .average()
                    .orElseThrow();
            RolloutEvent answer = all.get(i);
            BinaryLabel approval = approvals.get(answer.id());
            rows.add(new RewardRow(
                    answer.id(),
                    answer.trace().length(),
                    mean,
                    Math.sqrt(variance),
                    mean,
                    approval == null ? null : approval.value(),
                    approval == null ? 0 : approval.weight(),
                    propensity,
                    i < own ? parts.apply(answer) : marked(parts.apply(answer)),
                    new RewardRow.Texts(
                            answer.response(),
                            corrections(group).stream().map(Remark::text).toList())));
            if (i < own) {
                monitors.forEach(monitor -> monitor.add(mean));
            }
        }
        return new RewardGroup(rows);
    }

    private static Map<String, Double> marked(Map<String, Double> parts) {
        Map<String, Double> more = new HashMap<>(parts);
        more.put(RewardChain.START, 1.0);
        return more;
    }

    /** What people made of answers of a group so far, as they would have them. */
    public List<Remark> corrections(AnswerGroup group) {
        return remarks.getOrDefault(group.id(), List.of()).stream()
                .filter(remark -> remark.kind() == FeedbackKind.EDIT)
                .toList();
    }

    /** Credit must be finite and add up to the reward (rule R1); what does not is a finding and goes no further. */
    private float[] spread(RewardRow row, RolloutEvent answer, AnswerGroup group) {
        List<Remark> about = remarks.getOrDefault(group.id(), List.of());
        float[] tokens = credit.assign(row.reward(), answer.trace().length(), TokenMarks.of(answer, about));
        double sum = 0;
        for (float token : tokens) {
            sum += token;
        }
        if (!(Math.abs(sum - row.reward()) <= CONSERVED * Math.max(1, Math.abs(row.reward())))) {
            findings.add("credit " + settings.credit().name() + " makes " + sum + " of a reward of " + row.reward());
            return new float[0];
        }
        return tokens;
    }

    private GroupRollout rollout(RolloutEvent answer, double reward, @Nullable Double score, float[] tokenRewards) {
        TokenTrace trace = answer.trace();
        float[] logProbs = trace.logProbs();
        return new GroupRollout(
                answer.id(),
                trace.promptTokens(),
                trace.tokens(),
                logProbs,
                answer.oldestPolicyVersion(),
                reward,
                Optional.ofNullable(approvals.get(answer.id())),
                Optional.ofNullable(score).filter(Double::isFinite),
                tokenRewards,
                Optional.empty());
    }

    /** What went wrong so far, each in a few words. */
    public List<String> findings() {
        return List.copyOf(findings);
    }
}
