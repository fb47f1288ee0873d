package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends exchanges and then votes in the order of time, and waits until the fate of every vote is known.
 *
 * <p>Votes are sent one batch after the other because their order matters. The gateway's clock dates them: they are news to the
 * system, however old they are; their own time travels along as the person's.
 */
final class PairsImport {
    static final String EXCHANGES = "/v1/rollouts";
    static final String FEEDBACK = "/v1/feedback:batch";

    private static final String SOURCE = "import";
    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(300);

    private final VoteGateway gateway;
    private final VoteOutcomes outcomes;
    private final Progress progress;
    private final Clock clock;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();
    private final Rejections rejections = new Rejections();
    private final Map<Argument.Key, String> rolloutIds = new HashMap<>();
    private final Map<String, Vote> accepted = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();

    /**
     * An import that has not begun.
     *
     * @param patience how long to wait for the next vote to be accounted for before giving up
     */
    PairsImport(VoteGateway gateway, VoteOutcomes outcomes, Progress progress, Clock clock, Duration patience) {
        this.gateway = gateway;
        this.outcomes = outcomes;
        this.progress = progress;
        this.clock = clock;
        this.patience = patience;
    }

    /** Sends everything that is not acknowledged yet, waits, and reports. */
    ImportReport run(Path responses, Path votesFile, ImportState state) throws IOException, InterruptedException {
        Instant began = clock.instant();
        VoteFiles files = new VoteFiles();
        Rejections unusedArguments = new Rejections();
        Map<Argument.Key, Argument> arguments = files.arguments(responses, unusedArguments);
        List<Vote> votes = files.votes(votesFile, arguments, rejections);
        long lines = votes.size() + rejections.total();
        sendExchanges(List.copyOf(arguments.values()));
        sendVotes(votes, state);
        awaitAll();
        Duration taken = Duration.between(began, clock.instant());
        return ImportReport.of(lines, accepted, rejections, unusedArguments, outcomes, predictions(), taken);
    }

    private void sendExchanges(List<Argument> arguments) throws IOException, InterruptedException {
        progress.phase("exchanges", arguments.size());
        for (int from = 0; from < arguments.size(); from += BATCH) {
            List<Argument> part = arguments.subList(from, Math.min(arguments.size(), from + BATCH));
            List<VoteGateway.Answer> answers =
                    gateway.send(EXCHANGES, part.stream().map(this::exchange).toList());
            for (int i = 0; i < part.size(); i++) {
                if (answers.get(i).refusal().isEmpty()) {
                    rolloutIds.put(part.get(i).key(), answers.get(i).rolloutId());
                }
            }
            progress.done(from + part.size());
        }
    }

    private ObjectNode exchange(Argument argument) {
        ObjectNode item = json.createObjectNode();
        item.put("group", argument.group());
        item.put("id", argument.debate() + "/" + argument.id());
        item.putArray("messages").addObject().put("role", "user").put("content", argument.question());
        item.put("response", argument.text());
        item.put("source", SOURCE);
        return item;
    }

    private void sendVotes(List<Vote> votes, ImportState state) throws IOException, InterruptedException {
        progress.phase("votes", votes.size());
        ImportState.Reached reached = state.reached();
        refused.putAll(reached.refused());
        int done = Math.min(votes.size(), reached.acknowledged());
        votes.subList(0, done).forEach(this::count);
        progress.done(done);
        while (done < votes.size()) {
            List<Vote> part = votes.subList(done, Math.min(votes.size(), done + BATCH));
            sendPart(part);
            part.forEach(this::count);
            done += part.size();
            state.save(new ImportState.Reached(done, refused));
            outcomes.poll(Duration.ZERO);
            progress.done(done);
        }
    }

    private void count(Vote vote) {
        String reason = refused.get(vote.key());
        if (reason == null) {
            accepted.put(vote.key(), vote);
        } else {
            rejections.add(reason, vote.key());
        }
    }

    private void sendPart(List<Vote> part) throws IOException, InterruptedException {
        List<Vote> sent = new ArrayList<>();
        List<ObjectNode> items = new ArrayList<>();
        for (Vote vote : part) {
            Optional<ObjectNode> item = feedback(vote);
            if (item.isPresent()) {
                sent.add(vote);
                items.add(item.get());
            } else {
                refused.put(vote.key(), "the gateway refused its exchange");
            }
        }
        if (items.isEmpty()) {
            return;
        }
        List<VoteGateway.Answer> answers = gateway.send(FEEDBACK, items);
        for (int i = 0; i < sent.size(); i++) {
            Vote vote = sent.get(i);
            answers.get(i).refusal().ifPresent(reason -> refused.put(vote.key(), reason));
        }
    }

    private Optional<ObjectNode> feedback(Vote vote) {
        String first = rolloutIds.get(vote.firstKey());
        String second = rolloutIds.get(vote.secondKey());
        if (first == null || second == null) {
            return Optional.empty();
        }
        ObjectNode item = json.createObjectNode();
        item.put("id", vote.key());
        item.put("kind", "pair");
        item.putArray("rollout_ids").add(first).add(second);
        item.put("value", vote.choice().value());
        item.put("source", SOURCE);
        if (!vote.reason().isBlank()) {
            item.put("text", vote.reason());
        }
        if (!vote.rater().isBlank()) {
            item.put("user", vote.rater());
        }
        vote.at().ifPresent(at -> item.put("user_time", at.toString()));
        return Optional.of(item);
    }

    private void awaitAll() {
        progress.phase("learned", accepted.size());
        long known = -1;
        Instant deadline = clock.instant().plus(patience);
        while (known < accepted.size() && clock.instant().isBefore(deadline)) {
            outcomes.poll(POLL);
            long now = accepted.keySet().stream()
                    .filter(id ->
                            outcomes.learned().contains(id) || outcomes.dead().containsKey(id))
                    .count();
            if (now > known) {
                deadline = clock.instant().plus(patience);
                progress.done(now);
            }
            known = now;
        }
    }

    private List<Prediction> predictions() {
        List<Prediction> ours = new ArrayList<>();
        for (Prediction one : outcomes.predictions()) {
            Vote vote = accepted.get(one.id());
            if (vote != null) {
                ours.add(new Prediction(one.id(), vote.debate(), one.predicted(), one.target()));
            }
        }
        return ours;
    }
}
