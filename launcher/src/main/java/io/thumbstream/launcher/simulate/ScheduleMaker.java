package io.thumbstream.launcher.simulate;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the schedule of a seed: a world, and one way in which it arrives. A pure function of seed and size. */
final class ScheduleMaker {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final Dice dice;
    private final WorldMaker.World world;
    private final long seed;

    private ScheduleMaker(long seed, int records) {
        this.seed = seed;
        SeededRandom root = new SeededRandom(seed).child("simulate-joiner");
        this.world = new WorldMaker(new Dice(root.child("world")), records).world();
        this.dice = new Dice(root.child("arrival"));
    }

    /** @param records how many records there should be, about */
    static Schedule of(long seed, int records) {
        return new ScheduleMaker(seed, records).make();
    }

    private Schedule make() {
        Schedule happened = new Schedule(seed, world.setup(), world.groups(), List.copyOf(world.feeds()));
        List<Step> steps = new ArrayList<>();
        boolean tardiness = dice.chance(0.15);
        int unpaced = dice.chance(0.15) ? 0 : -1; // a partition whose process never gets to a release before it dies
        Set<String> simple = simple();
        long last = 0;
        for (Step.Feed feed : happened.feeds()) {
            boolean tardy =
                    tardiness && feed instanceof Step.Vote vote && simple.contains(vote.id()) && dice.chance(0.2);
            Step.Feed arriving = arriving(feed, tardy);
            steps.add(arriving);
            last = Math.max(last, arriving.at());
            if (dice.chance(0.1)) {
                steps.add(new Step.Commit(arriving.at(), happened.partitionOf(feed.group())));
            } else if (dice.chance(0.5) && happened.partitionOf(feed.group()) != unpaced) {
                paces(arriving.at() + dice.between(0, SECOND), happened.partitionOf(feed.group()), steps);
            }
        }
        for (int i = 0; i < world.setup().partitions(); i++) {
            if (i != unpaced) {
                heartbeats(i, last, steps);
            }
            crashes(i, last, steps);
            if (i == unpaced || dice.chance(0.2)) {
                lastWords(i, happened, steps);
            }
        }
        return happened.with(steps);
    }

    private void paces(long at, int partition, List<Step> steps) {
        steps.add(new Step.Tick(at, partition, dice.chance(0.5) ? Step.Tick.UNLIMITED : 1 + dice.below(3)));
        if (dice.chance(0.4)) {
            steps.add(new Step.Commit(at + dice.between(0, SECOND), partition));
        }
    }

    private Step.Feed arriving(Step.Feed feed, boolean tardy) {
        long bound = world.setup().lateness();
        long delay = tardy ? bound + dice.between(1, 5 * MINUTE) : dice.chance(0.6) ? dice.between(0, bound + 1) : 0;
        long at = feed.time() + delay;
        return feed instanceof Step.Answer answer
                ? new Step.Answer(at, answer.time(), answer.group(), answer.index(), answer.shown())
                : ((Step.Vote) feed).arriving(at);
    }

    /** Ids of votes whose effect does not depend on when they come: sound, said once, late enough, and never withdrawn. */
    private Set<String> simple() {
        Set<String> once = new HashSet<>();
        Set<String> touched = new HashSet<>();
        for (Step.Feed feed : world.feeds()) {
            if (feed instanceof Step.Vote vote) {
                touched.add(vote.retracts());
                boolean read = !vote.kind().equals("retract") && !vote.kind().equals("comment");
                if (!once.add(vote.id()) || !read || !answeredBefore(vote)) {
                    touched.add(vote.id());
                }
            }
        }
        once.removeAll(touched);
        return once;
    }

    private boolean answeredBefore(Step.Vote vote) {
        return vote.targets().stream().allMatch(target -> world.feeds().stream()
                .anyMatch(feed -> feed instanceof Step.Answer answer
                        && answer.name().equals(target)
                        && answer.time() <= vote.time()
                        && vote.time() < answer.time() + world.setup().retention() - 30 * MINUTE));
    }

    private void heartbeats(int partition, long last, List<Step> steps) {
        long end = last + world.setup().settling();
        for (long at = dice.between(0, 10 * MINUTE); at < end; at += dice.between(MINUTE, 10 * MINUTE)) {
            paces(at, partition, steps);
        }
    }

    private void crashes(int partition, long last, List<Step> steps) {
        for (int i = dice.below(4); i > 0; i--) {
            long at = !steps.isEmpty() && dice.chance(0.7)
                    ? dice.one(steps).at() + dice.between(0, world.setup().lateness())
                    : dice.between(last, last + world.setup().settling());
            steps.add(new Step.Crash(at, partition, dice.chance(0.5) ? 0 : dice.between(0, 30 * SECOND)));
        }
    }

    /** A process that dies with its last record just written down, and perhaps just released, finds nothing more to read. */
    private void lastWords(int partition, Schedule happened, List<Step> steps) {
        long last = steps.stream()
                .filter(step -> step instanceof Step.Feed feed && happened.partitionOf(feed.group()) == partition)
                .mapToLong(Step::at)
                .max()
                .orElse(0);
        long at = last + (dice.chance(0.5) ? 0 : world.setup().lateness() + SECOND);
        if (dice.chance(0.5)) {
            steps.add(new Step.Tick(at, partition, 1 + dice.below(3)));
        }
        steps.add(new Step.Commit(at, partition));
        steps.add(new Step.Crash(at + 1, partition, 0));
    }
}
