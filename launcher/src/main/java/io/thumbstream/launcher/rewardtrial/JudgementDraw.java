package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Draws what the arms of a seed learn from and are measured on.
 *
 * <p>Of two answers of worth {@code U} the first is chosen with probability {@code sigma(10 (U_first - U_second))}; a thumb of person
 * {@code u} is up with {@code sigma(10 (U - 0.5) + c_u + c)}, {@code c} such that the wanted share is up. Where people are not asked about all pairs
 * another number stands for the 10 of choices, such that they say the same again as often as is wanted. Everything depends on settings and
 * seed alone.
 */
final class JudgementDraw {
    /** Log-odds for each unit of worth. */
    static final double SHARPNESS = 10;

    private static final double EVEN = 0.5;
    private static final int GROUPS = 32;
    private static final int GROUP = 64;
    private static final int TWINS = 64;
    private static final int BISECTIONS = 60;
    private static final double FARTHEST = 50;
    private static final double UNDECIDED = 0.5;
    private static final double WINDOW_SECONDS = 1200;
    /** Pairs from which it is found out how often people say the same again, and the largest log-odds for each unit of worth. */
    private static final int REPEATED = 2000;

    private static final double SHARPEST = 10_000;
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final DataSettings settings;
    private final SeededRandom random;
    private final AnswerDraw answers;
    private final double[] leniency;
    private final double sharpness;

    private JudgementDraw(DataSettings settings, long seed) {
        this.settings = settings;
        this.random = new SeededRandom(seed).child("reward-trial");
        this.answers = new AnswerDraw(settings);
        this.leniency = new double[settings.people()];
        for (int person = 0; person < leniency.length; person++) {
            leniency[person] = settings.crowd().leniency()
                    * random.child("leniency").child(person).nextGaussian();
        }
        this.sharpness = settings.asking().all()
                ? SHARPNESS
                : sharpness(leads(answers, random), settings.asking().repeats());
    }

    /** The data of one seed. */
    static RewardData draw(DataSettings settings, long seed) {
        return new ListDraw(settings, seed).beside(new JudgementDraw(settings, seed).data());
    }

    private RewardData data() {
        List<RewardData.GoldPair> heldOut = new ArrayList<>();
        List<RewardData.GoldPair> shifted = new ArrayList<>();
        for (int i = 0; i < settings.heldOut(); i++) {
            heldOut.add(answers.goldPair(false, random.child("held-out").child(i)));
            shifted.add(answers.goldPair(true, random.child("shifted").child(i)));
        }
        List<List<RewardData.Answer>> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.add(answers.group(GROUP, random.child("groups").child(i)));
        }
        List<RewardData.Twin> twins = new ArrayList<>();
        for (int i = 0; settings.fronts() && i < TWINS; i++) {
            twins.add(answers.twin(random.child("twins").child(i)));
        }
        return new RewardData(
                training(), heldOut, shifted, groups, twins, settings.asking(), approval(), grid(heldOut));
    }

    /** As many pairs of each kind as are held out. */
    private Map<Shift, List<RewardData.GoldPair>> grid(List<RewardData.GoldPair> heldOut) {
        Map<Shift, List<RewardData.GoldPair>> grid = new EnumMap<>(Shift.class);
        if (settings.grid() == DataSettings.Grid.NONE) {
            return grid;
        }
        grid.put(Shift.NONE, heldOut);
        for (Shift shift : List.of(Shift.PROMPT, Shift.RESPONSE, Shift.BOTH)) {
            SeededRandom own = random.child("grid").child(shift.name());
            List<RewardData.GoldPair> pairs = new ArrayList<>();
            for (int i = 0; i < settings.heldOut(); i++) {
                pairs.add(answers.gridPair(shift != Shift.RESPONSE, shift != Shift.PROMPT, own.child(i)));
            }
            grid.put(shift, pairs);
        }
        return grid;
    }

    /** Share of thumbs that would point up if all were given. */
    private OptionalDouble approval() {
        double up = settings.crowd().upShare();
        return settings.answering().everybody()
                ? OptionalDouble.empty()
                : OptionalDouble.of(up + settings.noise() * (1 - 2 * up));
    }

    /** Pairs and thumbs, one every second in an order of the seed. */
    private List<RewardData.Judgement> training() {
        List<RewardData.Judgement> all = pairs();
        all.addAll(thumbs());
        int[] order = new int[all.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        random.child("order").shuffle(order);
        List<RewardData.Judgement> ordered = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            RewardData.Judgement judgement = all.get(order[i]);
            ordered.add(new RewardData.Judgement(judgement.id(), at(judgement.label(), i), judgement.flipped()));
        }
        return ordered;
    }

    private static RewardLabel at(RewardLabel label, int second) {
        return new RewardLabel(
                label.kind(),
                label.items(),
                label.value(),
                label.weight(),
                label.userKey(),
                Optional.of(START.plusSeconds(second)),
                label.evidence());
    }

    private List<RewardData.Judgement> pairs() {
        List<RewardData.Judgement> pairs = new ArrayList<>();
        for (int i = 0; i < settings.pairs(); i++) {
            pairs.add(pair("pair-" + i, random.child("pairs").child(i)));
        }
        return pairs;
    }

    private RewardData.Judgement pair(String id, SeededRandom own) {
        int person = own.nextInt(settings.people());
        boolean agrees = own.nextDouble() < settings.planted().agrees();
        boolean flipped = own.nextDouble() < settings.noise();
        boolean popular = own.nextDouble() < settings.popular().share();
        SeededRandom content = popular
                ? random.child("popular").child(own.nextInt(settings.popular().pairs()))
                : own.child("content");
        SeededRandom said = own.child("said");
        AnswerDraw.Decided decided = answers.decide(
                false,
                agrees,
                content,
                (first, second) ->
                        (said.nextDouble() < sigma(sharpness * (first.worth() - second.worth()))) != flipped);
        boolean chosen = decided.firstChosen();
        Optional<Boolean> firstMark = answers.mark(chosen, agrees, content);
        Optional<Boolean> secondMark = answers.mark(!chosen, agrees, content);
        List<ScoreInput> items = List.of(
                answers.answer(decided.first(), firstMark, content).input(),
                answers.answer(decided.second(), secondMark, content).input());
        return new RewardData.Judgement(id, label(LabelKind.PAIR, items, chosen, person, FeedbackKind.PAIR), flipped);
    }

    private List<RewardData.Judgement> thumbs() {
        List<AnswerDraw.Draft> drafts = new ArrayList<>();
        int[] people = new int[settings.thumbs()];
        double[] odds = new double[settings.thumbs()];
        for (int i = 0; i < odds.length; i++) {
            SeededRandom own = random.child("thumbs").child(i);
            people[i] = own.nextInt(settings.people());
            AnswerDraw.Draft draft = answers.draft(false, own.child("content"));
            odds[i] = SHARPNESS * (draft.worth() - EVEN) + leniency[people[i]];
            drafts.add(draft);
        }
        double added = added(odds, settings.crowd().upShare());
        List<RewardData.Judgement> thumbs = new ArrayList<>();
        for (int i = 0; i < odds.length; i++) {
            RewardData.Judgement thumb = thumb(i, drafts.get(i), people[i], sigma(odds[i] + added));
            if (given(i, thumb.label().value() == 1)) {
                thumbs.add(thumb);
            } else if (settings.answering().silent()) {
                thumbs.add(silence(thumb));
            }
        }
        return thumbs;
    }

    /** Whether a thumb is given at all; a stream of its own, so that nothing else hangs on it. */
    private boolean given(int i, boolean up) {
        double share = up ? settings.answering().happy() : settings.answering().unhappy();
        return random.child("thumbs").child(i).child("given").nextDouble() < share;
    }

    /** That the window closed, in place of what would have been said. */
    private static RewardData.Judgement silence(RewardData.Judgement thumb) {
        RewardLabel label = thumb.label();
        return new RewardData.Judgement(
                thumb.id(),
                new RewardLabel(
                        label.kind(),
                        label.items(),
                        UNDECIDED,
                        label.weight(),
                        label.userKey(),
                        label.at(),
                        new Evidence(FeedbackKind.THUMB, true, WINDOW_SECONDS, 1)),
                false);
    }

    private RewardData.Judgement thumb(int i, AnswerDraw.Draft draft, int person, double probability) {
        SeededRandom said = random.child("thumbs").child(i).child("said");
        boolean flipped = said.nextDouble() < settings.noise();
        boolean up = (said.nextDouble() < probability) != flipped;
        boolean agrees = said.nextDouble() < settings.planted().agrees();
        boolean seen = said.nextDouble() < sigma(settings.crowd().neutral() * leniency[person]);
        boolean planted = settings.planted().fault() == DataSettings.Fault.MARK;
        Optional<Boolean> mark = settings.fronts() ? Optional.of(planted ? up == agrees : seen) : Optional.empty();
        List<ScoreInput> items = List.of(answers.answer(draft, mark, said).input());
        return new RewardData.Judgement(
                "thumb-" + i, label(LabelKind.BINARY, items, up, person, FeedbackKind.THUMB), flipped);
    }

    private static RewardLabel label(
            LabelKind kind, List<ScoreInput> items, boolean value, int person, FeedbackKind feedback) {
        return new RewardLabel(
                kind,
                items,
                value ? 1 : 0,
                1,
                Optional.of("person-" + person),
                Optional.empty(),
                new Evidence(feedback, false, 0, 1));
    }

    /** What has to be added to log-odds so that their mean probability is {@code share}; found by bisection. */
    static double added(double[] odds, double share) {
        double low = -FARTHEST;
        double high = FARTHEST;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            double sum = 0;
            for (double each : odds) {
                sum += sigma(each + middle);
            }
            if (sum < share * odds.length) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Differences of worth of pairs that are drawn for nothing else. */
    private static double[] leads(AnswerDraw answers, SeededRandom random) {
        double[] leads = new double[REPEATED];
        for (int i = 0; i < leads.length; i++) {
            AnswerDraw.Decided pair = answers.decide(
                    false, true, random.child("repeated").child(i), (first, second) -> first.worth() > second.worth());
            leads[i] = pair.chosen().worth() - pair.other().worth();
        }
        return leads;
    }

    /** Log-odds for each unit of worth with which people say the same again of the share {@code repeats} of pairs; found by bisection. */
    static double sharpness(double[] leads, double repeats) {
        double low = 0;
        double high = SHARPEST;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            double same = 0;
            for (double lead : leads) {
                double chosen = sigma(middle * lead);
                same += chosen * chosen + (1 - chosen) * (1 - chosen);
            }
            if (same < repeats * leads.length) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    static double sigma(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
