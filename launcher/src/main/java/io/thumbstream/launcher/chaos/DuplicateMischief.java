package io.thumbstream.launcher.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Sends a vote and a later one of the same person on the same answer, each twice, in any order and without waiting. */
final class DuplicateMischief implements Mischief {
    private static final int VOTES = 2;
    private static final int TIMES = 2;

    private final Witness witness;
    private final SeededRandom random;
    private final List<CompletableFuture<Observation>> sent = new ArrayList<>();
    private int people;

    /**
     * Nothing is sent yet.
     *
     * @param random decides votes and order
     */
    DuplicateMischief(Witness witness, SeededRandom random) {
        this.witness = witness;
        this.random = random;
    }

    @Override
    public void act() {
        String user = "twice-" + people++;
        ObjectNode earlier = witness.thumb(user + "-0", user, 1, random.nextBoolean());
        ObjectNode later = earlier.deepCopy()
                .put("id", user + "-1")
                .put("user_sequence", 2)
                .put("value", random.nextBoolean() ? "up" : "down");
        int[] order = new int[VOTES * TIMES];
        for (int i = 0; i < order.length; i++) {
            order[i] = i % VOTES;
        }
        random.shuffle(order);
        for (int which : order) {
            sent.add(witness.cast(user + "-" + which, user, which == 0 ? earlier : later));
        }
    }

    @Override
    public Evidence evidence() {
        return judge(sent.stream().map(CompletableFuture::join).toList());
    }

    /** All answers to one id must be accepted and say the same. */
    static Evidence judge(List<Observation> sent) {
        Map<String, List<Observation>> byId = new TreeMap<>();
        for (Observation seen : sent) {
            byId.computeIfAbsent(seen.id(), first -> new ArrayList<>()).add(seen);
        }
        List<String> faults = new ArrayList<>();
        byId.forEach((id, answers) -> {
            boolean accepted = answers.stream().allMatch(Observation::accepted);
            long different = answers.stream()
                    .map(answer -> answer.status() + " " + answer.body())
                    .distinct()
                    .count();
            if (!accepted || different > 1) {
                faults.add("the same vote " + id + " was answered " + answers);
            }
        });
        return new Evidence(
                List.of(
                        new Figure("duplicates-sent", sent.size(), "requests", Demand.atLeast(2)),
                        Figure.of("duplicates-votes", byId.size(), "votes"),
                        new Figure("duplicates-answered-otherwise", faults.size(), "votes", Demand.exactly(0))),
                faults);
    }
}
