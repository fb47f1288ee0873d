package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws lists of answers to one prompt and what people do with them.
 *
 * <p>A person looks at place {@code k}, counted from 0, with probability {@code (1 + k)^-bias}, unless nobody is there for the list, and
 * approves of what is looked at with {@code sigma(10 (U - 0.5) + c_u + c)}, {@code c} such that the wanted share of all answers would be approved
 * of. Who approves says so with probability {@code happy}, who does not with {@code unhappy}. An order is by {@code 10 U} and a Gumbel variable for
 * each answer, so that the first of two stands before the second with {@code sigma(10 (U_first - U_second))}; noise turns it round as a whole.
 * Everything depends on settings and seed alone.
 */
final class ListDraw {
    private static final double EVEN = 0.5;
    private static final double LEAST = 1e-12;
    private static final String DWELL = "dwell";
    /** Strength of having looked for four and a half minutes. */
    private static final double LONG = 0.9;

    private static final double SURE = 1;
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long LIST_MICROS = 1_000_000L;

    private final DataSettings settings;
    private final DataSettings.Lists lists;
    private final SeededRandom random;
    private final AnswerDraw answers;

    /** Lists of one seed. */
    ListDraw(DataSettings settings, long seed) {
        this.settings = settings;
        this.lists = settings.lists();
        this.random = new SeededRandom(seed).child("reward-trial");
        this.answers = new AnswerDraw(settings);
    }

    /** An answer before it has a place. */
    private record Entry(RewardData.Answer answer, boolean marked) {}

    /** Answers in their places, and the log-odds of approving of each before {@code c} is added. */
    private record Page(List<RolloutEvent> answers, List<Double> odds) {}

    /** The data with lists beside them, as they are where there are none. */
    RewardData beside(RewardData data) {
        if (!lists.any()) {
            return data;
        }
        List<Page> pages =
                IntStream.range(0, lists.count()).mapToObj(this::page).toList();
        double[] odds = pages.stream()
                .flatMap(page -> page.odds().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double added = JudgementDraw.added(odds, settings.crowd().upShare());
        List<RewardData.ShownList> shown = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            SeededRandom chance = own(i).child("said");
            boolean ordered = lists.by() == DataSettings.By.ORDERS;
            shown.add(new RewardData.ShownList(
                    page.answers(), ordered ? List.of(order(page, chance)) : said(page, added, chance)));
        }
        return data.withLists(shown, lists.shown() == 1 ? OptionalDouble.of(added) : OptionalDouble.empty());
    }

    private SeededRandom own(int list) {
        return random.child("lists").child(list);
    }

    private Page page(int list) {
        SeededRandom own = own(list);
        int person = own.nextInt(settings.people());
        double leniency = settings.crowd().leniency()
                * random.child("leniency").child(person).nextGaussian();
        List<RolloutEvent> shown = new ArrayList<>();
        List<Double> odds = new ArrayList<>();
        for (Entry entry : entries(own.child("content"))) {
            shown.add(event(list, shown.size(), person, entry.answer()));
            odds.add(JudgementDraw.SHARPNESS * (entry.answer().worth() - EVEN) + leniency);
        }
        return new Page(shown, odds);
    }

    /** Answers to one prompt in the order in which they stand. */
    private List<Entry> entries(SeededRandom content) {
        AnswerDraw.Draft first = answers.draft(false, content);
        List<Entry> entries = new ArrayList<>();
        entries.add(entry(first, content));
        while (entries.size() < lists.shown()) {
            entries.add(entry(answers.draft(first.prompt(), false, content), content));
        }
        if (lists.markedFirst()) {
            entries.sort(Comparator.comparing(Entry::marked).reversed());
        }
        return entries;
    }

    private Entry entry(AnswerDraw.Draft draft, SeededRandom content) {
        boolean marked = settings.fronts() && content.nextBoolean();
        Optional<Boolean> mark = settings.fronts() ? Optional.of(marked) : Optional.empty();
        return new Entry(answers.answer(draft, mark, content), marked);
    }

    private RolloutEvent event(int list, int place, int person, RewardData.Answer answer) {
        String id = "list-" + list;
        return new RolloutEvent(
                id + "." + place,
                id,
                place,
                lists.shown(),
                answer.input().prompt(),
                answer.input().response(),
                TokenTrace.empty(),
                0,
                0,
                "stop",
                true,
                1,
                "person-" + person,
                null,
                START_MICROS + list * LIST_MICROS,
                new SourceRef("rollouts", 0, (long) list * lists.shown() + place));
    }

    private List<RewardData.Said> said(Page page, double added, SeededRandom chance) {
        boolean away = chance.nextDouble() < lists.away();
        List<RewardData.Said> all = new ArrayList<>();
        for (int place = 0; place < page.answers().size(); place++) {
            SeededRandom own = chance.child(place);
            double look = own.nextDouble();
            double approve = own.nextDouble();
            double turn = own.nextDouble();
            double speak = own.nextDouble();
            boolean looked = !away && look < Math.pow(1.0 + place, -lists.bias());
            boolean up = (approve < JudgementDraw.sigma(page.odds().get(place) + added)) != (turn < settings.noise());
            double given =
                    up ? settings.answering().happy() : settings.answering().unhappy();
            all.addAll(done(page.answers().get(place), looked, looked && speak < given, up));
        }
        return all;
    }

    /** What somebody does with one answer. */
    private List<RewardData.Said> done(RolloutEvent answer, boolean looked, boolean speaks, boolean up) {
        List<RewardData.Said> done = new ArrayList<>();
        if (lists.by() == DataSettings.By.THUMBS) {
            if (looked) {
                done.add(sign(answer, DWELL, LONG));
            }
            if (speaks) {
                done.add(said(answer.id() + "-thumb", FeedbackKind.THUMB, up ? SURE : -SURE, null, List.of(answer)));
            }
        } else if (speaks) {
            done.add(sign(answer, up ? "copied" : "regenerated", SURE));
        } else if (lists.left()) {
            done.add(sign(answer, "abandoned", SURE));
        }
        return done;
    }

    private static RewardData.Said sign(RolloutEvent answer, String signal, double strength) {
        return said(answer.id() + "-" + signal, FeedbackKind.IMPLICIT, strength, signal, List.of(answer));
    }

    private static RewardData.Said said(
            String id, FeedbackKind kind, @Nullable Double value, @Nullable String text, List<RolloutEvent> about) {
        return new RewardData.Said(new Statement(id, kind, value, text), about);
    }

    private RewardData.Said order(Page page, SeededRandom chance) {
        int answered = page.answers().size();
        boolean turned = chance.nextDouble() < settings.noise();
        List<Double> liked = new ArrayList<>();
        for (double odds : page.odds()) {
            double gumbel = -Math.log(-Math.log(Math.max(LEAST, chance.nextDouble())));
            liked.add(turned ? -(odds + gumbel) : odds + gumbel);
        }
        List<Integer> best = IntStream.range(0, answered)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> -liked.get(place)))
                .toList();
        List<String> places = IntStream.range(0, answered)
                .mapToObj(place -> String.valueOf(best.indexOf(place) + 1))
                .toList();
        String id = page.answers().get(0).groupId() + "-order";
        return said(id, FeedbackKind.RANKING, null, String.join(" ", places), page.answers());
    }
}
