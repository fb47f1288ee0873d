package io.thumbstream.gateway.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a person sees of a run: newest versions, counts, averages over the newest {@value #WINDOW} observations, and the
 * curves.
 *
 * <p>A pure fold over {@link Seen} observations; the clock only dates what arrives. Confined to the event loop.
 */
public final class RunState {
    private static final int WINDOW = 200;
    private static final int POINTS = 900;
    private static final int MONITORS = 64;
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    private final Clock clock;
    private final VoteBook book;
    private final VoteTrail trail = new VoteTrail();
    private final AskBook asks = new AskBook();
    private final Map<Seen.ModelRole, Seen.Version> newest = new TreeMap<>();
    private final Map<String, Seen.Drift> drift = new TreeMap<>();
    private final SlidingMean score = new SlidingMean(WINDOW);
    private final SlidingMean reward = new SlidingMean(WINDOW);
    private final SlidingMean thumbs = new SlidingMean(WINDOW);
    private final SlidingMean lag = new SlidingMean(WINDOW);
    private final SlidingMean labelSeconds = new SlidingMean(WINDOW);
    private final ArrayDeque<RunPoint> points = new ArrayDeque<>();
    private long votes;
    private long labels;
    private long groups;

    /** An empty run in which nobody is erased. */
    public RunState(Clock clock) {
        this(clock, Erasures.NONE);
    }

    /**
     * An empty run.
     *
     * @param erasures whose votes say nothing any more
     */
    public RunState(Clock clock, Erasures erasures) {
        this.clock = clock;
        this.book = new VoteBook(erasures);
    }

    /** Takes one observation in. */
    public void apply(Seen seen) {
        if (seen instanceof Seen.Version version) {
            apply(version);
        } else if (seen instanceof Seen.Vote vote) {
            apply(vote);
        } else if (seen instanceof Seen.Label label) {
            apply(label);
        } else if (seen instanceof Seen.Experience experience) {
            apply(experience);
        } else if (seen instanceof Seen.Drift verdict
                && (drift.size() < MONITORS || drift.containsKey(verdict.monitor()))) {
            drift.put(verdict.monitor(), verdict);
        } else {
            applyToLives(seen);
        }
    }

    private void applyToLives(Seen seen) {
        if (seen instanceof Seen.Material material) {
            trail.apply(material);
        } else if (seen instanceof Seen.Step step) {
            trail.apply(step);
        } else if (seen instanceof Seen.Published published) {
            trail.apply(published);
        } else if (seen instanceof Seen.Refusal refusal) {
            book.refuse(refusal);
        } else if (seen instanceof Seen.Withdrawal withdrawal) {
            book.withdraw(withdrawal);
        } else if (seen instanceof Seen.Answer answer) {
            book.answer(answer.id());
        } else if (seen instanceof Seen.Ask ask) {
            asks.ask(ask);
        }
    }

    private void apply(Seen.Version version) {
        newest.merge(version.role(), version, (old, fresh) -> fresh.version() >= old.version() ? fresh : old);
    }

    private void apply(Seen.Vote vote) {
        asks.hear(vote);
        if (!book.add(vote, clock.instant())) {
            return;
        }
        votes++;
        if (vote.kind().equals("thumb") && vote.value().isPresent()) {
            thumbs.add(vote.value().getAsDouble() > 0 ? 1 : 0);
        }
    }

    private void apply(Seen.Label label) {
        if (label.revision() == 1) {
            labels++;
        }
        Instant now = clock.instant();
        for (String id : label.feedbackIds()) {
            book.count(id, now).ifPresent(taken -> labelSeconds.add(taken.toMillis() / 1000.0));
        }
    }

    private void apply(Seen.Experience experience) {
        if (experience.revision() != 1) {
            return;
        }
        groups++;
        experience.score().ifPresent(score::add);
        reward.add(experience.reward());
        experience.oldestPolicyVersion().ifPresent(oldest -> lag.add(Math.max(0, policyVersion() - oldest)));
    }

    /** Adds the present moment to the curves and returns it. */
    public RunPoint sample() {
        RunPoint point = now();
        points.addLast(point);
        if (points.size() > POINTS) {
            points.removeFirst();
        }
        return point;
    }

    /** The present moment. */
    public RunPoint now() {
        OptionalDouble alarm = drift.values().stream()
                .filter(verdict -> verdict.threshold() > 0)
                .mapToDouble(verdict -> verdict.value() / verdict.threshold())
                .max();
        return new RunPoint(
                clock.instant(),
                policyVersion(),
                newest(Seen.ModelRole.REWARD).map(Seen.Version::version).orElse(0L),
                votes,
                labels,
                score.mean(),
                reward.mean(),
                thumbs.mean(),
                lag.mean(),
                labelSeconds.mean(),
                alarm);
    }

    /** The curves, oldest point first. */
    public List<RunPoint> points() {
        return List.copyOf(points);
    }

    /** Newest version of a model. */
    public Optional<Seen.Version> newest(Seen.ModelRole role) {
        return Optional.ofNullable(newest.get(role));
    }

    /** Newest verdict of every monitor, by name. */
    public List<Seen.Drift> drift() {
        return List.copyOf(drift.values());
    }

    /** The last votes, newest first. */
    public List<VoteState> lastVotes() {
        return book.last();
    }

    /** A vote by its id, when it is among the newest ones. */
    public Optional<VoteState> vote(String feedbackId) {
        return book.find(feedbackId);
    }

    /** What became of a vote, when it is among the newest ones. */
    public Optional<VoteLife> life(String feedbackId) {
        return book.find(feedbackId).map(this::life);
    }

    /** What became of a vote, which need not have been seen on its topic. */
    public VoteLife life(VoteState state) {
        String feedbackId = state.vote().id();
        return new VoteLife(
                state,
                book.stage(state),
                book.refusal(feedbackId),
                withdrawal(feedbackId),
                trail.version(Seen.ModelRole.REWARD, feedbackId),
                trail.version(Seen.ModelRole.POLICY, feedbackId));
    }

    private Optional<VoteLife.Withdrawal> withdrawal(String feedbackId) {
        return book.withdrawal(feedbackId)
                .flatMap(book::find)
                .map(asked -> new VoteLife.Withdrawal(asked.vote().id(), book.stage(asked)));
    }

    /**
     * The newest votes of some kinds that say something about an answer and that nobody took back or is about to, newest first, at most
     * {@code limit}; none of people who were erased.
     */
    public List<VoteState> newestVotes(int limit, Set<String> kinds) {
        return book.newest(
                limit,
                state -> kinds.contains(state.vote().kind())
                        && saysSomething(state.vote())
                        && withdrawal(state.vote().id())
                                .filter(asked -> asked.stage() != VoteLife.Stage.REFUSED)
                                .isEmpty()
                        && !book.isForgotten(state));
    }

    /** Records that other producers write need not: they are dead letters. */
    private static boolean saysSomething(Seen.Vote vote) {
        return !vote.targets().isEmpty() && vote.value().stream().allMatch(Double::isFinite);
    }

    /** What people were asked within the last hour and nobody has answered yet, newest first, at most {@code limit}. */
    public List<Seen.Ask> openAsks(int limit) {
        return asks.newest(limit, clock.instant().minus(OPEN_FOR));
    }

    /** Groups scored so far. */
    public long groups() {
        return groups;
    }

    private long policyVersion() {
        return newest(Seen.ModelRole.POLICY).map(Seen.Version::version).orElse(0L);
    }
}
