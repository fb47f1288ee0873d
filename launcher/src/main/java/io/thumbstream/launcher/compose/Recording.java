package io.thumbstream.launcher.compose;

import io.thumbstream.launcher.loop.LearnerPair;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What both learners of a run met, in order, as their log tells it. */
final class Recording {
    private final List<Event> events = new ArrayList<>();

    /** Something that a learner met. */
    sealed interface Event {
        /** Has it happen to {@code learners}. */
        void happen(LearnerPair learners);
    }

    private record Label(InputRecord<RewardLabel> record) implements Event {
        @Override
        public void happen(LearnerPair learners) {
            learners.reward().accept(record);
        }
    }

    private record Group(InputRecord<RolloutGroup> record) implements Event {
        @Override
        public void happen(LearnerPair learners) {
            learners.policy().accept(record);
        }
    }

    private record RewardStep(StepPlan<RewardLabel> plan) implements Event {
        @Override
        public void happen(LearnerPair learners) {
            var unused = learners.reward().apply(plan);
        }
    }

    private record PolicyStep(StepPlan<RolloutGroup> plan) implements Event {
        @Override
        public void happen(LearnerPair learners) {
            var unused = learners.policy().apply(plan);
        }
    }

    void label(InputRecord<RewardLabel> record) {
        events.add(new Label(record));
    }

    void group(InputRecord<RolloutGroup> record) {
        events.add(new Group(record));
    }

    void rewardStep(StepPlan<RewardLabel> plan) {
        events.add(new RewardStep(plan));
    }

    void policyStep(StepPlan<RolloutGroup> plan) {
        events.add(new PolicyStep(plan));
    }

    /** Events so far. */
    int size() {
        return events.size();
    }

    /** Has all events from number {@code from} on, counted from 0, happen to {@code learners}. */
    void replay(int from, LearnerPair learners) {
        events.subList(from, events.size()).forEach(event -> event.happen(learners));
    }

    /** Finds labels by their places. */
    InputLookup<RewardLabel> labels() {
        return lookup(events.stream()
                .filter(Label.class::isInstance)
                .map(event -> ((Label) event).record())
                .toList());
    }

    /** Finds groups by their places. */
    InputLookup<RolloutGroup> groups() {
        return lookup(events.stream()
                .filter(Group.class::isInstance)
                .map(event -> ((Group) event).record())
                .toList());
    }

    private static <T> InputLookup<T> lookup(List<InputRecord<T>> records) {
        return positions -> {
            Map<io.thumbstream.learner.engine.Position, InputRecord<T>> found = new LinkedHashMap<>();
            records.stream()
                    .filter(record -> positions.contains(record.position()))
                    .forEach(record -> found.put(record.position(), record));
            return found;
        };
    }
}
