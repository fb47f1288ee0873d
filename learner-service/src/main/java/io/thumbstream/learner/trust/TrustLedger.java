package io.thumbstream.learner.trust;

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
 * noted, decided and set, so that a replay of the log gives the same factors. Disagreeing is no offence: a group that votes as one against
 * all others ({@link Agreement}) is judged by its answers to probes, summed over its members; without probes it is only named. A conviction
 * stays until a human releases or discards the person; what was decided counts more than the settings. One thread owns it.
 */
public final class TrustLedger {
    private final TrustSettings settings;
    private final Agreement agreement;
    private final Map<String, Counted> window = new LinkedHashMap<>();
    private final Map<String, Standing> people = new LinkedHashMap<>();
    private final Map<String, Decision> decided = new LinkedHashMap<>();
    private Map<String, Double> sums = Map.of();
    private double limit = Double.POSITIVE_INFINITY;
    private double crowdPace;
    private boolean changed;

    /**
     * A vote in the window.
     *
     * @param id of the label
     * @param person pseudonymous key
     * @param weight importance
     * @param whole factor by the limit on bursts, in {@code [0, 1]}
     */
    record Counted(String id, String person, double weight, double whole) {}

    /** A decision as saved, by its name. */
    record SavedDecision(String person, String decision) {}

    /** Everything known, oldest first; {@code decided} holds decisions that are in force. */
    public record Saved(
            List<Counted> window, List<SavedPerson> people, Agreement.Saved agreement, List<SavedDecision> decided) {
        /** Nothing known. */
        public static final Saved EMPTY = new Saved(List.of(), List.of(), Agreement.Saved.EMPTY, List.of());
    }

    public TrustLedger(TrustSettings settings) {
        this.settings = settings;
        agreement = new Agreement(settings.agreement(), settings.window());
    }

    /** Takes in a vote that is learned for the first time. */
    public void note(Ballot ballot) {
        Standing before = people.getOrDefault(ballot.person(), Standing.NEW);
        Standing after = ballot.at()
                .map(at -> before.voted(at, settings.burst().horizonSeconds()))
                .orElse(before);
        double whole = ballot.at().isEmpty()
                ? 1
                : whole(before, after.votes(ballot.at().get(), settings.burst().horizonSeconds()));
        Optional<Boolean> side = ballot.side();
        if (ballot.right().isPresent() && side.isPresent()) {
            after = after.answered(side.equals(ballot.right()), settings.probes());
        }
        people.remove(ballot.person());
        people.put(ballot.person(), after);
        agreement.note(ballot);
        judge(ballot.person());
        count(new Counted(ballot.id(), ballot.person(), ballot.weight(), whole));
    }

    private void count(Counted counted) {
        window.remove(counted.id());
        window.put(counted.id(), counted);
        Agreement.forgetOldest(window, settings.window());
        changed = true;
    }

    private double whole(Standing before, int votes) {
        return Math.min(1, (double) Pace.allowed(settings.burst(), before.pace(), crowdPace) / votes);
    }

    /** Whether a vote is in the window. */
    public boolean counts(String id) {
        return window.containsKey(id);
    }

    /** Takes a vote that was withdrawn out of the window; what it showed of the person stays known. */
    public void withdraw(String id) {
        changed |= window.remove(id) != null;
    }

    /** Takes note that a vote in the window now weighs something else. */
    public void reweigh(String id, double weight) {
        Counted known = window.get(id);
        if (known != null && known.weight() != weight) {
            window.replace(id, new Counted(id, known.person(), weight, known.whole()));
            changed = true;
        }
    }

    /** Takes in what a human decided; it holds until the next decision about the person. */
    public void decide(String person, Decision decision) {
        decided.remove(person);
        if (decision != Decision.CLEAR) {
            decided.put(person, decision);
        }
        changed = true;
    }

    private boolean released(String person) {
        Decision own = decided.get(person);
        return own == null ? settings.released().contains(person) : own == Decision.RELEASE;
    }

    private boolean discarded(String person) {
        Decision own = decided.get(person);
        return own == null ? settings.discarded().contains(person) : own == Decision.DISCARD;
    }

    private void judge(String person) {
        Standing standing = standing(person);
        if (released(person)) {
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
        if (!released(person)) {
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
        Map<String, Double> all = new LinkedHashMap<>();
        window.values().forEach(counted -> all.merge(counted.person(), counted.weight(), Double::sum));
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
        return discarded(person) || (standing(person).convicted().isPresent() && !released(person));
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
        Counted counted = window.get(id);
        return verdict(person.get()).factor() * (counted == null ? 1 : counted.whole());
    }

    /** What the firewall makes of a person. */
    public Verdict verdict(String person) {
        if (discarded(person)) {
            return new Verdict(person, 0, false, Map.of(Reason.DISCARDED, 0.0));
        }
        Map<Reason, Double> reasons = new TreeMap<>();
        reduce(reasons, Reason.INFLUENCE_CAP, cap(person));
        if (released(person)) {
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
        boolean quarantined = standing.convicted().isPresent();
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
        return people.entrySet().stream()
                .filter(entry -> entry.getValue().convicted().isPresent()
                        && !released(entry.getKey())
                        && !discarded(entry.getKey()))
                .count();
    }

    /** Everybody of whom there is something to say, least recently heard first; behind them who was decided about and never heard. */
    public List<Verdict> notable() {
        return Stream.concat(
                        people.keySet().stream(),
                        decided.keySet().stream().filter(person -> !people.containsKey(person)))
                .map(this::verdict)
                .filter(verdict -> !verdict.reasons().isEmpty())
                .toList();
    }

    /** Everything known. */
    public Saved save() {
        List<SavedPerson> saved = new ArrayList<>();
        people.forEach((person, standing) -> saved.add(SavedPerson.of(person, standing)));
        List<SavedDecision> decisions = new ArrayList<>();
        decided.forEach((person, decision) -> decisions.add(new SavedDecision(person, decision.name())));
        return new Saved(List.copyOf(window.values()), saved, agreement.save(), decisions);
    }

    /** Takes back what {@link #save} gave. */
    public void restore(Saved saved) {
        window.clear();
        people.clear();
        decided.clear();
        saved.decided().forEach(one -> decided.put(one.person(), Decision.valueOf(one.decision())));
        saved.window().forEach(counted -> window.put(counted.id(), counted));
        saved.people().forEach(one -> people.put(one.person(), one.standing()));
        agreement.restore(saved.agreement());
        changed = true;
        settle();
    }
}
