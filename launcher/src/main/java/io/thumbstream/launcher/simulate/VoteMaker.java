package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Draws what people and other producers say about one group: opinions, second thoughts, withdrawals, repetitions, nonsense. */
final class VoteMaker {
    static final List<String> PEOPLE = List.of("ann", "bob", "cem", "dee", "eve");

    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final List<String> KINDS = List.of(
            "thumb",
            "thumb",
            "thumb",
            "thumb",
            "thumb",
            "rating",
            "rating",
            "rating",
            "pair",
            "pair",
            "edit",
            "edit",
            "comment",
            "retract",
            "retract",
            "retract",
            "ranking",
            "implicit",
            "outcome");
    private static final List<String> TOPIC_ONLY = List.of("ranking", "implicit", "outcome");
    private static final List<Double> THUMBS = List.of(1.0, -1.0);
    private static final List<Double> CHOICES = List.of(1.0, 0.0, -1.0);
    private static final List<Double> NONSENSE = List.of(0.5, 2.0, -7.0);

    private final Setup setup;
    private final GroupPlan plan;
    private final Map<String, Long> answered = new TreeMap<>();
    private final Dice dice;
    private final List<Step.Vote> made = new ArrayList<>();

    /** @param answers of the group; it may have none */
    VoteMaker(Setup setup, GroupPlan plan, List<Step.Answer> answers, Dice dice) {
        this.setup = setup;
        this.plan = plan;
        this.dice = dice;
        answers.forEach(answer -> answered.merge(answer.name(), answer.time(), Math::min));
    }

    /** Draws {@code count} pieces of feedback, and some of them again. */
    List<Step.Vote> votes(int count, long around) {
        for (int i = 0; i < count; i++) {
            Step.Vote vote = vote("f" + plan.name().substring(1) + (char) ('a' + i % 26) + (i < 26 ? "" : i), around);
            made.add(vote);
            if (dice.chance(0.12)) {
                made.add(vote.again(dice.chance(0.3) ? vote.time() : vote.time() + dice.between(1, 10 * MINUTE)));
            }
        }
        return List.copyOf(made);
    }

    private Step.Vote vote(String id, long around) {
        String kind = dice.one(KINDS);
        Step.Door door = door(kind);
        boolean retract = kind.equals("retract");
        List<String> targets = targets(kind, door);
        String withdrawn = retract ? withdrawn() : "";
        long time = retract ? timeOfRetraction(withdrawn, around) : time(targets, around);
        return new Step.Vote(
                Math.max(0, time),
                Math.max(0, time),
                id,
                kind,
                targets,
                value(kind),
                text(kind, id, targets),
                withdrawn,
                person(),
                dice.chance(0.5) ? made.size() : dice.below(4),
                door,
                door == Step.Door.GATEWAY && dice.chance(0.01));
    }

    private Step.Door door(String kind) {
        if (dice.chance(0.04)) {
            return Step.Door.FORGED;
        }
        return TOPIC_ONLY.contains(kind) || dice.chance(0.3) ? Step.Door.TOPIC : Step.Door.GATEWAY;
    }

    private String person() {
        if (dice.chance(0.1)) {
            return "";
        }
        return plan.owner().isEmpty() || dice.chance(0.1) ? dice.one(PEOPLE) : plan.owner();
    }

    private List<String> targets(String kind, Step.Door door) {
        int reach = Math.max(2, plan.size());
        int first = dice.below(reach);
        boolean two = kind.equals("pair") != (door == Step.Door.TOPIC && dice.chance(0.05));
        String one = plan.name() + "." + first;
        return two ? List.of(one, plan.name() + "." + (first + 1 + dice.below(reach - 1)) % reach) : List.of(one);
    }

    /** Mostly something said before on this group; now and then what nobody said, or what is said later. */
    private String withdrawn() {
        if (made.isEmpty() || dice.chance(0.1)) {
            return dice.chance(0.5) ? "nothing" : "f" + plan.name().substring(1) + (char) ('a' + dice.below(5));
        }
        return made.get(dice.below(made.size())).id();
    }

    private OptionalDouble value(String kind) {
        boolean sound = !dice.chance(0.05);
        return switch (kind) {
            case "thumb" -> OptionalDouble.of(dice.one(sound ? THUMBS : NONSENSE));
            case "pair" -> OptionalDouble.of(dice.one(sound ? CHOICES : NONSENSE));
            case "rating" -> OptionalDouble.of(sound ? dice.below(5) / 4.0 : -1);
            default -> OptionalDouble.empty();
        };
    }

    private String text(String kind, String id, List<String> targets) {
        return switch (kind) {
            case "comment" -> "remark";
            case "edit" -> dice.chance(0.1) ? "" : dice.chance(0.15) ? Intake.textOf(targets.get(0)) : "better-" + id;
            default -> "";
        };
    }

    private long time(List<String> targets, long around) {
        long shown = targets.stream()
                .mapToLong(target -> answered.getOrDefault(target, around))
                .max()
                .orElse(around);
        int habit = dice.below(100);
        if (habit < 15) {
            return shown - dice.between(0, setup.parking() * 3 / 2); // overtakes its answer, perhaps by too much
        }
        if (habit < 20) {
            return shown + dice.one(List.of(0L, setup.window(), -setup.parking(), setup.groupTimeout()));
        }
        if (habit < 30) {
            return shown + setup.window() + dice.between(0, 10 * MINUTE);
        }
        if (habit < 34) {
            return shown + setup.retention() + dice.between(-10 * MINUTE, 100 * MINUTE);
        }
        return shown + dice.between(0, habit < 55 ? 2 * SECOND : 5 * MINUTE);
    }

    private long timeOfRetraction(String withdrawn, long around) {
        long said = made.stream()
                .filter(vote -> vote.id().equals(withdrawn))
                .mapToLong(Step.Vote::time)
                .findFirst()
                .orElse(around);
        return dice.chance(0.25) ? said - dice.between(0, setup.parking() * 5 / 4) : said + dice.between(0, 5 * MINUTE);
    }
}
