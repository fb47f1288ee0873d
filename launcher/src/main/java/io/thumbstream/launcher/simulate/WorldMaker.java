package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what happens in the world: settings, prompts, answers and what people say about them, without how it arrives. */
final class WorldMaker {
    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long EARLIEST = 10 * MINUTE;
    private static final int RECORDS_PER_GROUP = 6;
    private static final int MOST_VOTES = 7;
    private static final int FEWEST_TO_STALL = 8;
    private static final List<String> KINDS = List.of("owned", "owned", "owned", "open", "external");

    private final Dice dice;
    private final int records;

    /**
     * A world as it happened.
     *
     * @param feeds arriving when they happen
     */
    record World(Setup setup, Map<String, GroupPlan> groups, List<Step.Feed> feeds) {}

    /** @param records how many there should be, about */
    WorldMaker(Dice dice, int records) {
        this.dice = dice;
        this.records = records;
    }

    World world() {
        Setup setup = setup(dice.child("setup"));
        Map<String, GroupPlan> groups = new LinkedHashMap<>();
        List<Step.Feed> feeds = new ArrayList<>();
        boolean stall = setup.stall() > 0;
        int most = Math.max(1, 2 * records / RECORDS_PER_GROUP);
        int count = (stall ? FEWEST_TO_STALL : 1) + dice.below(most);
        for (int i = 0; i < count; i++) {
            Dice own = dice.child("group-" + i);
            boolean silent = stall && i > count / 3 && (i < count - 2 || own.chance(0.5));
            long start = EARLIEST + (stall ? i * 20 * SECOND : own.between(0, 10 * MINUTE));
            GroupPlan plan = plan("g" + i, own);
            groups.put(plan.name(), plan);
            boolean unknown = own.chance(0.05);
            List<Step.Answer> answers = unknown ? List.of() : answers(plan, setup, start, own);
            feeds.addAll(answers);
            int votes = silent ? 0 : own.below(MOST_VOTES);
            feeds.addAll(new VoteMaker(setup, plan, answers, own.child("votes")).votes(votes, start));
        }
        return new World(setup, groups, feeds);
    }

    private static Setup setup(Dice dice) {
        return new Setup(
                1 + dice.below(3),
                dice.one(List.of(100 * MILLI, 500 * MILLI, 2 * SECOND)),
                dice.one(List.of(5 * MINUTE, 20 * MINUTE)),
                dice.one(List.of(10 * MINUTE, 60 * MINUTE)),
                dice.one(List.of(20 * SECOND, MINUTE)),
                dice.one(List.of(30 * SECOND, 2 * MINUTE)),
                120 * MINUTE,
                dice.one(List.of(10 * SECOND, MINUTE)),
                50 * MILLI,
                dice.chance(0.3) ? 4 : 0,
                dice.chance(0.5));
    }

    private static GroupPlan plan(String name, Dice dice) {
        String kind = dice.one(KINDS);
        String owner = kind.equals("open") ? "" : dice.one(VoteMaker.PEOPLE);
        return new GroupPlan(name, owner, kind.equals("external") ? 0 : 1 + dice.below(4));
    }

    private static List<Step.Answer> answers(GroupPlan plan, Setup setup, long start, Dice dice) {
        List<Step.Answer> answers = new ArrayList<>();
        int size = plan.external() ? 1 + dice.below(2) : plan.size();
        for (int i = 0; i < size; i++) {
            long time = start + dice.between(0, 3 * SECOND);
            if (i > 0 && dice.chance(0.1)) {
                time += dice.one(List.of(setup.groupTimeout(), setup.parking())) + dice.between(-SECOND, 20 * SECOND);
            }
            boolean shown = plan.external() || i == 0 || dice.chance(0.3);
            if (i == 0 || !dice.chance(0.08)) {
                answers.add(new Step.Answer(time, time, plan.name(), i, shown));
            }
            if (dice.chance(0.08)) {
                long again = time + dice.between(0, MINUTE);
                answers.add(new Step.Answer(again, again, plan.name(), i, shown));
            }
        }
        return answers;
    }
}
