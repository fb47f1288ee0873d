package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Groups of answers that the reward model judged itself, each with the round it came in and whether a step used it.
 *
 * <p>A group is whole when its partition has begun another one, because its labels are written in one go. The newest {@value #MOST} groups are
 * kept. One thread owns it.
 */
final class OwnGroups {
    static final int MOST = 1024;

    private final int window;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<Integer, String> open = new HashMap<>();

    /** A group; {@code round} is when its first answer came. */
    private record Group(List<InputRecord<RewardLabel>> answers, long round, boolean used) {
        Group with(InputRecord<RewardLabel> answer) {
            if (answers.stream().anyMatch(known -> known.id().equals(answer.id()))) {
                return this;
            }
            List<InputRecord<RewardLabel>> more = new ArrayList<>(answers);
            more.add(answer);
            return new Group(List.copyOf(more), round, used);
        }

        Group as(boolean now) {
            return new Group(answers, round, now);
        }
    }

    /** A group as saved, with the places of its answers. */
    record Saved(String id, long round, boolean used, List<Position> answers) {
        Saved {
            answers = List.copyOf(answers);
        }
    }

    /** What is chosen for a step: whole groups, and how many pairs they make. */
    record Choice(List<InputRecord<RewardLabel>> answers, int pairs) {
        Choice {
            answers = List.copyOf(answers);
        }
    }

    /** @param window rounds that a group stays of use, the one it came in included */
    OwnGroups(int window) {
        this.window = window;
    }

    /**
     * Takes in an answer.
     *
     * @param round the present one
     * @param used whether a step used its group already
     */
    void accept(String group, InputRecord<RewardLabel> answer, long round, boolean used) {
        open.put(answer.position().partition(), group);
        Group known = groups.get(group);
        groups.put(group, known == null ? new Group(List.of(answer), round, used) : known.with(answer));
        while (groups.size() > MOST) {
            groups.remove(groups.keySet().iterator().next());
        }
    }

    /**
     * The newest unused groups of the window whose pairs fit; those that are too old or make no pair are forgotten.
     *
     * @param most pairs at most
     * @param round the present one
     * @param pairs of a group
     */
    Choice next(
            int most,
            long round,
            BiFunction<String, List<InputRecord<RewardLabel>>, List<RewardTrainer.Identified>> pairs) {
        List<InputRecord<RewardLabel>> answers = new ArrayList<>();
        int taken = 0;
        List<String> ids = new ArrayList<>(groups.keySet());
        for (int i = ids.size() - 1; i >= 0 && taken < most; i--) {
            String id = ids.get(i);
            Group group = groups.get(id);
            if (group == null || group.used() || open.containsValue(id)) {
                continue;
            }
            int made = round - group.round() >= window
                    ? 0
                    : pairs.apply(id, group.answers()).size();
            if (made == 0) {
                groups.remove(id);
            } else if (taken + made <= most) {
                answers.addAll(group.answers());
                taken += made;
            }
        }
        return new Choice(answers, taken);
    }

    /** Notes that a step used a group. */
    void used(String group) {
        groups.computeIfPresent(group, (id, known) -> known.as(true));
    }

    /** All groups may be used once more. */
    void again() {
        groups.replaceAll((id, known) -> known.as(false));
    }

    List<Saved> save() {
        List<Saved> saved = new ArrayList<>();
        groups.forEach((id, group) -> saved.add(new Saved(
                id,
                group.round(),
                group.used(),
                group.answers().stream().map(InputRecord::position).toList())));
        return saved;
    }

    /** Takes back what {@link #save} gave; answers that retention has removed are left out. */
    void restore(List<Saved> saved, InputLookup<RewardLabel> lookup) {
        groups.clear();
        open.clear();
        Map<Position, InputRecord<RewardLabel>> found = lookup.read(
                saved.stream().flatMap(group -> group.answers().stream()).toList());
        for (Saved group : saved) {
            for (Position at : group.answers()) {
                InputRecord<RewardLabel> answer = found.get(at);
                if (answer != null) {
                    accept(group.id(), answer, group.round(), group.used());
                }
            }
        }
    }
}
