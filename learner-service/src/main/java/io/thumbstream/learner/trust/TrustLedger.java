package io.thumbstream.learner.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The firewall's book of people: hears every vote once, in the order of learning, and says what each may weigh.
 *
 * <p>Votes of one step are noted, then {@link #settle} draws the conclusions, then factors are asked for. Everything is a function of what was
 * noted, decided and set, so that a replay of the log gives the same factors. Who says something else about the same is heard again, for cap and
 * bursts alone. Disagreeing is no offence: a group that votes as one against all others ({@link Agreement}) is judged by its answers to probes,
 * summed over its members; without probes it is only named. A conviction, here or by the firewall of another learner,
 * stays until a human releases or discards the person; what was decided counts more than the settings. One thread owns it.
 */
public final class TrustLedger {
    private final TrustSettings settings;
    private final Agreement agreement;
    private final VoteWindow window;
    private final Decisions decisions;
    private final Map<String, Standing> people = new LinkedHashMap<>();
    private Map<String, Double> sums = Map.of();
    private double limit = Double.POSITIVE_INFINITY;
    private double crowdPace;
    private boolean changed;

    /** Everything known, oldest first; {@code decided} holds decisions that are in force. */
    public record Saved(
            List<VoteWindow.Counted> window,
            List<Standing.Saved> people,
            Agreement.Saved agreement,
            List<Decisions.Saved> decided) {
        /** Nothing known. */
        public static final Saved EMPTY = new Saved(List.of(), List.of(), Agreement.Saved.EMPTY, List.of());
    }

    public TrustLedger(TrustSettings settings) {
        this.settings = settings;
        agreement = new Agreement(settings.agreement(), settings.window());
        window = new VoteWindow(settings.window());
        decisions = new Decisions(settings);
    }

    /** Takes in a vote that is learned for the first time. */
    public void note(Ballot ballot) {
        Standing before = standing(ballot.person());
        Standing after = before.voted(ballot.at(), settings.burst(), 1);
        double whole = whole(before, after, ballot.at());
        Optional<Boolean> side = ballot.side();
        if (ballot.right().isPresent() && side.isPresent()) {
            after = after.answered(side.equals(ballot.right()), settings.probes());
        }
        hear(ballot.person(), after);
        agreement.note(ballot);
        judge(ballot.person());
        count(ballot.id(), ballot.person(), ballot.weight(), whole);
    }

    /**
     * Takes in what counts for cap and bursts alone, because no opinion of the model stands against it: another word about what the person has
     * voted on, or a place of an order.
     *
     * @param weight importance, at least 0
     * @param at event time; empty where it is no news how fast the person votes
     * @param share part of a vote that it is for the limit on bursts, in {@code [0, 1]}
     */
    public void revote(String id, String person, double weight, Optional<Instant> at, double share) {
        Standing before = standing(person);
        Standing after = before.voted(at, settings.burst(), share);
        hear(person, after);
        count(id, person, weight, whole(before, after, at));
    }

    private void hear(String person, Standing standing) {
        people.remove(person);
        people.put(person, standing);
    }

    private void count(String id, String person, double weight, double whole) {
        window.count(id, person, weight, whole);
        changed = true;
    }

    private double whole(Standing before, Standing after, Optional<Instant> at) {
        int votes = at.map(time -> after.votes(time, settings.burst())).orElse(0);
        return votes == 0 ? 1 : Math.min(1, (double) Pace.allowed(settings.burst(), before.pace(), crowdPace) / votes);
    }

    /** Whether the window holds a vote under this id. */
    public boolean holds(String id) {
        return window.holds(id);
    }

    /** Whether the vote that the window holds under this id says the same, as far as is known. */
    public boolean says(String id, String said) {
        return window.says(id, said);
    }

    /** Takes note that a vote was learned, in {@code share} of the uses that it has; the first time after it was noted. */
    public void learned(String id, String said, double share) {
        window.learned(id, said, share);
    }

    /**
     * Takes note, before {@link #learned}, that what the window holds under this id is learned once more. Where it has been learned in all its uses
     * {@code weight}, at least 0, comes on top of what it weighs; it is no news how fast the person votes.
     */
    public void again(String id, double weight) {
        changed |= window.again(id, weight);
    }

    /** Takes note that a vote in the window was withdrawn, or that nobody who counts says something else: what it had yet to teach falls away. */
    public void takeBack(String id) {
        changed |= window.takeBack(id);
    }

    /** Takes note that a vote in the window now weighs something else. */
    public void reweigh(String id, double weight) {
        changed |= window.reweigh(id, weight);
    }

    /** Takes in what was decided: of a human it holds until the next decision about the person, a conviction until a release. */
    public void decide(String person, Decision decision) {
        decisions.decide(person, decision);
        changed = true;
    }

    /** Whether the person's votes are to weigh nothing by what was decided: by a human, the settings, or the firewall of another learner. */
    public boolean discards(String person) {
        return decisions.discarded(person) || decisions.convicted(person);
    }

    private void judge(String person) {
        Standing standing = standing(person);
        if (decisions.released(person)) {
            return;
        }
        if (standing.probes().failed(settings.probes())) {
            convict(person, Reason.PROBES_FAILED, standing.probes().evidence());
        }
        if (!agreement.grouped(person)) {
            return;
        }
        Set<String> group = agreement.group(person);
        double evidence = group.stream()
                .mapToDouble(member -> standing(member).probes().balance(settings.probes()))
                .sum();
        if (evidence >= Math.log(1 / settings.probes().falseAlarm())) {
            group.stream()
                    .filter(member -> standing(member).probes().balance(settings.probes()) >= 0)
                    .forEach(member -> convict(member, Reason.GROUP_FAILED, evidence));
        }
    }

    private void convict(String person, Reason reason, double evidence) {
        if (!decisions.released(person)) {
            people.computeIfPresent(person, (key, standing) -> standing.convict(reason, evidence));
        }
    }

    private Standing standing(String person) {
        return people.getOrDefault(person, Standing.NEW);
    }

    /** Draws the conclusions from what was noted. */
    public void settle() {
        if (!changed) {
            return;
        }
        changed = false;
        Map<String, Double> all = window.sums();
        crowdPace = Pace.median(all.keySet().stream()
                .mapToDouble(person -> standing(person).pace())
                .toArray());
        double[] heard = all.entrySet().stream()
                .filter(entry -> !silent(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        limit = heard.length == 0
                ? Double.POSITIVE_INFINITY
                : InfluenceCap.limit(heard, settings.cap().timesMean());
        sums = all;
        forget(true);
        forget(false);
    }

    private boolean silent(String person) {
        return discards(person) || (standing(person).convicted().isPresent() && !decisions.released(person));
    }

    /** Forgets people outside the window beyond the limit, heard from longest ago first. */
    private void forget(boolean freeOnly) {
        Iterator<Map.Entry<String, Standing>> oldest = people.entrySet().iterator();
        while (people.size() - sums.size() > settings.people() && oldest.hasNext()) {
            Map.Entry<String, Standing> next = oldest.next();
            boolean free = next.getValue().convicted().isEmpty();
            String person = next.getKey();
            if (!sums.containsKey(person) && (free || !freeOnly)) {
                oldest.remove();
                agreement.forget(person);
            }
        }
    }

    /** Factor of a vote, in {@code [0, 1]}. */
    public double factor(String id, Optional<String> person) {
        if (person.isEmpty()) {
            return settings.anonymousWeight();
        }
        return verdict(person.get()).factor() * window.whole(id);
    }

    /** What the firewall makes of a person. */
    public Verdict verdict(String person) {
        if (decisions.discarded(person)) {
            return new Verdict(person, 0, false, Map.of(Reason.DISCARDED, 0.0));
        }
        Map<Reason, Double> reasons = new TreeMap<>();
        reduce(reasons, Reason.INFLUENCE_CAP, cap(person));
        if (decisions.released(person)) {
            double cap = cap(person);
            reasons.put(Reason.RELEASED, 1.0);
            return new Verdict(person, cap, false, reasons);
        }
        Standing standing = standing(person);
        double probes = standing.probes().weight(settings.probes());
        double group = agreement.grouped(person) ? settings.agreement().weight() : 1;
        reduce(reasons, Reason.PROBE_ACCURACY, probes);
        if (agreement.grouped(person)) {
            reasons.put(Reason.AGREEMENT, group);
        }
        standing.convicted().ifPresent(reason -> reasons.put(reason, standing.evidence()));
        if (decisions.convicted(person)) {
            reasons.put(Reason.CONVICTED, 0.0);
        }
        boolean quarantined = silent(person);
        return new Verdict(person, quarantined ? 0 : cap(person) * probes * group, quarantined, reasons);
    }

    private double cap(String person) {
        double sum = sums.getOrDefault(person, 0.0);
        double most = Math.max(limit, settings.cap().free());
        return sum <= most ? 1 : most / sum;
    }

    private static void reduce(Map<Reason, Double> reasons, Reason reason, double factor) {
        if (factor < 1) {
            reasons.put(reason, factor);
        }
    }

    /** Number of people in quarantine. */
    public long quarantined() {
        return everybody()
                .filter(person -> silent(person) && !decisions.discarded(person))
                .count();
    }

    private Stream<String> everybody() {
        return Stream.concat(
                people.keySet().stream(), decisions.people().stream().filter(person -> !people.containsKey(person)));
    }

    /** Everybody of whom there is something to say, least recently heard first; behind them who was decided about and never heard. */
    public List<Verdict> notable() {
        return everybody()
                .map(this::verdict)
                .filter(verdict -> !verdict.reasons().isEmpty())
                .toList();
    }

    /** Everything known. */
    public Saved save() {
        List<Standing.Saved> saved = new ArrayList<>();
        people.forEach((person, standing) -> saved.add(standing.save(person)));
        return new Saved(window.save(), saved, agreement.save(), decisions.save());
    }

    /** Takes back what {@link #save} gave. */
    public void restore(Saved saved) {
        people.clear();
        decisions.restore(saved.decided());
        window.restore(saved.window());
        saved.people().forEach(one -> people.put(one.person(), one.standing()));
        agreement.restore(saved.agreement());
        changed = true;
        settle();
    }
}
