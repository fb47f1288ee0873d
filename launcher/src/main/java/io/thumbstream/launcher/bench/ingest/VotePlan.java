package io.thumbstream.launcher.bench.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Votes by number: no two of them are by the same person on the same answer, and neighbours are spread over many of both, so
 * that limits per person and answer do not bind and every vote makes a label of its own.
 *
 * @param people who vote
 * @param active answers that are voted on at the same time
 */
record VotePlan(int people, int active) {
    private static final String GROUP = "bench-";

    VotePlan {
        if (people < 1 || active < 1) {
            throw new IllegalArgumentException(
                    people + " people and " + active + " active answers; both must be 1 or more");
        }
    }

    /** Idempotency key of vote {@code n}, {@code v<n>}. */
    static String id(long n) {
        return "v" + n;
    }

    /** Number of a vote by its key. */
    static long number(String id) {
        return Long.parseLong(id.substring(1));
    }

    /** Number of the answer that vote {@code n} is about. */
    long answer(long n) {
        long block = (long) people * active;
        return n / block * active + n % block % active;
    }

    /** Number of the person who gives vote {@code n}, below {@link #people()}. */
    long person(long n) {
        return n % ((long) people * active) / active;
    }

    /** Answers that the first {@code votes} votes are about. */
    long answers(long votes) {
        long block = (long) people * active;
        return (votes + block - 1) / block * active;
    }

    /** Group of an answer, which is the only one in it. */
    static String group(long answer) {
        return GROUP + answer;
    }

    /** Whether {@code group} is that of every {@code step}th answer. */
    static boolean every(long step, String group) {
        return group.startsWith(GROUP) && Long.parseLong(group.substring(GROUP.length())) % step == 0;
    }

    /** Body of a request with one vote. */
    byte[] single(long n) {
        StringBuilder json = new StringBuilder();
        append(json, n);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Body of a batch request with votes {@code first} to {@code first + count - 1}. */
    byte[] batch(long first, int count) {
        StringBuilder json = new StringBuilder("{\"items\":[");
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                json.append(',');
            }
            append(json, first + i);
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(StringBuilder json, long n) {
        json.append("{\"id\":\"").append(id(n)).append("\",\"kind\":\"thumb\",\"value\":\"");
        json.append(n % 3 == 0 ? "down" : "up").append("\",\"user\":\"p").append(person(n));
        json.append("\",\"rollout_id\":\"").append(group(answer(n))).append(".0\"}");
    }
}
