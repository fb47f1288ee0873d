package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A schedule as text that people can read and {@code --schedule} replays: one line for each thing that happens. */
final class ScheduleText {
    private static final String HEAD = "# thumbstream simulate joiner --schedule FILE; times in seconds";

    private ScheduleText() {}

    static List<String> write(Schedule schedule) {
        List<String> lines = new ArrayList<>();
        lines.add(HEAD);
        lines.add(ScheduleLine.of("seed").with("number", schedule.seed()).toString());
        lines.add(settings(schedule.setup()).toString());
        schedule.groups()
                .values()
                .forEach(plan -> lines.add(ScheduleLine.of("group")
                        .with("name", plan.name())
                        .with("owner", plan.owner())
                        .with("size", plan.size())
                        .toString()));
        schedule.steps().forEach(step -> lines.add(line(step).toString()));
        return lines;
    }

    private static ScheduleLine settings(Setup setup) {
        return ScheduleLine.of("settings")
                .with("partitions", setup.partitions())
                .time("lateness", setup.lateness())
                .time("judge", setup.judge())
                .time("edit", setup.edit())
                .time("group-timeout", setup.groupTimeout())
                .time("parking", setup.parking())
                .time("retention", setup.retention())
                .time("recheck", setup.recheck())
                .time("grace", setup.grace())
                .with("stall", setup.stall())
                .with("censored-labels", setup.censoredLabels());
    }

    private static ScheduleLine line(Step step) {
        String word = step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        ScheduleLine line = ScheduleLine.of(word).time("at", step.at());
        if (step instanceof Step.Answer answer) {
            return line.time("time", answer.time())
                    .with("answer", answer.name())
                    .with("shown", answer.shown());
        } else if (step instanceof Step.Vote vote) {
            line.time("time", vote.time())
                    .with("id", vote.id())
                    .with("kind", vote.kind())
                    .with("targets", String.join(",", vote.targets()));
            vote.value().ifPresent(value -> line.with("value", value));
            return line.with("text", vote.text())
                    .with("retracts", vote.retracts())
                    .with("by", vote.user())
                    .with("sequence", vote.sequence())
                    .with("door", vote.door().name().toLowerCase(Locale.ROOT))
                    .with("future", vote.future() ? "true" : "");
        } else if (step instanceof Step.Tick tick) {
            return line.with("partition", tick.partition()).with("limit", tick.limit());
        } else if (step instanceof Step.Crash crash) {
            return line.with("partition", crash.partition()).time("down", crash.down());
        }
        return line.with("partition", ((Step.Commit) step).partition());
    }

    /** @throws IllegalArgumentException with the number of the line that cannot be read */
    static Schedule read(List<String> lines) {
        Map<String, GroupPlan> groups = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        List<Setup> setups = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
                continue;
            }
            try {
                ScheduleLine line = ScheduleLine.parse(lines.get(i));
                switch (line.word()) {
                    case "seed" -> seeds.add(line.whole("number"));
                    case "settings" -> setups.add(settings(line));
                    case "group" -> {
                        GroupPlan plan = new GroupPlan(line.text("name"), line.text("owner", ""), line.number("size"));
                        groups.put(plan.name(), plan);
                    }
                    default -> steps.add(step(line));
                }
                line.end();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        if (seeds.size() != 1 || setups.size() != 1) {
            throw new IllegalArgumentException("it has " + seeds.size() + " lines 'seed' and " + setups.size()
                    + " lines 'settings'; write one of each");
        }
        return new Schedule(seeds.get(0), setups.get(0), groups, steps);
    }

    private static Setup settings(ScheduleLine line) {
        return new Setup(
                line.number("partitions"),
                line.time("lateness"),
                line.time("judge"),
                line.time("edit"),
                line.time("group-timeout"),
                line.time("parking"),
                line.time("retention"),
                line.time("recheck"),
                line.time("grace"),
                line.number("stall"),
                line.flag("censored-labels", false));
    }

    private static Step step(ScheduleLine line) {
        String word = line.word();
        long at = line.time("at");
        return switch (word) {
            case "answer" -> answer(at, line);
            case "vote" -> vote(at, line);
            case "tick" -> new Step.Tick(at, line.number("partition"), line.number("limit"));
            case "commit" -> new Step.Commit(at, line.number("partition"));
            case "crash" -> new Step.Crash(at, line.number("partition"), line.time("down"));
            default ->
                throw new IllegalArgumentException(
                        "begins with '" + word + "'; write seed, settings, group, answer, vote, tick, commit or crash");
        };
    }

    private static Step answer(long at, ScheduleLine line) {
        String name = line.text("answer");
        String group = Step.groupOf(name);
        String index = name.substring(group.length());
        if (!index.matches("\\.[0-9]{1,6}")) {
            throw new IllegalArgumentException("answer is '" + name + "'; write group.index");
        }
        return new Step.Answer(
                at, line.time("time"), group, Integer.parseInt(index.substring(1)), line.flag("shown", true));
    }

    private static Step vote(long at, ScheduleLine line) {
        return new Step.Vote(
                at,
                line.time("time"),
                line.text("id"),
                line.text("kind"),
                List.of(line.text("targets").split(",")),
                line.decimal("value"),
                line.text("text", ""),
                line.text("retracts", ""),
                line.text("by", ""),
                line.whole("sequence"),
                door(line.text("door")),
                line.flag("future", false));
    }

    private static Step.Door door(String name) {
        for (Step.Door door : Step.Door.values()) {
            if (door.name().toLowerCase(Locale.ROOT).equals(name)) {
                return door;
            }
        }
        throw new IllegalArgumentException("door is '" + name + "'; write gateway, topic or forged");
    }
}
