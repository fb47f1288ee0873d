package io.thumbstream.gateway.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The newest questions that nobody has answered yet; forgets the oldest ones. Not thread-safe.
 *
 * <p>Questions and votes come from two topics, so an answer may be seen before its question: such a question is never open.
 */
final class AskBook {
    private static final int OPEN = 2_000;
    private static final int ANSWERED = 20_000;
    private static final String PAIR = "pair";

    private final Map<String, Seen.Ask> open = Bounded.map(OPEN);
    private final Map<String, Boolean> answered = Bounded.map(ANSWERED);

    /** Notes a question. */
    void ask(Seen.Ask ask) {
        String about = about(ask.targets());
        if (!answered.containsKey(about)) {
            open.put(about, ask);
        }
    }

    /** Notes what somebody said; a choice between the two answers of a question answers it, whoever makes it. */
    void hear(Seen.Vote vote) {
        if (vote.kind().equals(PAIR)) {
            String about = about(vote.targets());
            answered.put(about, true);
            open.remove(about);
        }
    }

    /**
     * Open questions, newest first.
     *
     * @param limit most of them
     * @param since those asked before it are left out
     */
    List<Seen.Ask> newest(int limit, Instant since) {
        List<Seen.Ask> all = new ArrayList<>(open.values());
        Collections.reverse(all);
        return all.stream()
                .filter(ask -> !ask.at().isBefore(since))
                .limit(limit)
                .toList();
    }

    /** The answers in an order of their own, because people name them in any. */
    private static String about(List<String> targets) {
        return String.join(" ", targets.stream().sorted().toList());
    }
}
