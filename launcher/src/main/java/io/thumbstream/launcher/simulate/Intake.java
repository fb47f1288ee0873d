package io.thumbstream.launcher.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.launcher.simulate.wire.FeedbackWire;
import io.thumbstream.reward.event.Bytes;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings the records of a schedule into the log: answers and other producers' feedback as they are, requests by the gateway. */
final class Intake {
    /** Probability of being asked for an opinion, of every answer; the labels carry it. */
    static final double ASKED = 0.5;

    private static final long POLICY_VERSION = 4;
    private static final int FUTURE_HOURS = 3;

    private final Schedule schedule;
    private final Names names;
    private final VirtualClock clock = new VirtualClock();
    private final FeedbackParser parser;

    /**
     * What became of the records.
     *
     * @param events of those that are in the log
     * @param refusals kind of problem by the request the gateway refused
     */
    record Log(Map<Step.Feed, Event> events, Map<Step.Feed, String> refusals) {}

    Intake(Schedule schedule, Names names) {
        this.schedule = schedule;
        this.names = names;
        this.parser = new FeedbackParser(GatewaySettings.defaults(), names.identities(), clock);
    }

    /** Reads all records; a place in the log is the place in the schedule. */
    Log read() {
        Log log = new Log(new IdentityHashMap<>(), new IdentityHashMap<>());
        List<Step.Feed> feeds = schedule.feeds();
        for (int i = 0; i < feeds.size(); i++) {
            Step.Feed feed = feeds.get(i);
            String topic = feed instanceof Step.Answer ? "rollouts" : "feedback";
            SourceRef source = new SourceRef(topic, schedule.partitionOf(feed.group()), i);
            if (feed instanceof Step.Answer answer) {
                log.events().put(answer, rollout(answer, source));
            } else {
                take((Step.Vote) feed, source, log);
            }
        }
        return log;
    }

    private void take(Step.Vote vote, SourceRef source, Log log) {
        if (vote.door() != Step.Door.GATEWAY) {
            log.events().put(vote, record(vote, source));
            return;
        }
        clock.set(vote.time());
        try {
            log.events().put(vote, FeedbackWire.pass(parser.parse(request(vote), Optional.empty(), true), source));
        } catch (ProblemException refused) {
            log.refusals().put(vote, refused.problem().kind().slug());
        }
    }

    private ObjectNode request(Step.Vote vote) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", vote.id()).put("kind", vote.kind()).put("user_sequence", vote.sequence());
        ArrayNode targets = body.putArray("rollout_ids");
        vote.targets().forEach(target -> targets.add(names.answer(target)));
        vote.value().ifPresent(value -> body.put("value", value));
        if (!vote.text().isEmpty()) {
            body.put("text", vote.text());
        }
        if (!vote.retracts().isEmpty()) {
            body.put("retracts", vote.retracts());
        }
        if (!vote.user().isEmpty()) {
            body.put("user", vote.user());
        }
        if (vote.future()) {
            body.put(
                    "created_at",
                    clock.instant().plus(Duration.ofHours(FUTURE_HOURS)).toString());
        }
        return body;
    }

    private FeedbackEvent record(Step.Vote vote, SourceRef source) {
        return new FeedbackEvent(
                vote.id(),
                names.group(vote.group()),
                FeedbackKind.valueOf(vote.kind().toUpperCase(Locale.ROOT)),
                vote.targets().stream().map(names::answer).toList(),
                vote.value().isPresent() ? (Double) vote.value().getAsDouble() : null,
                orNull(vote.text()),
                orNull(vote.retracts()),
                names.userKey(vote.user()).orElse(null),
                vote.sequence(),
                vote.door() == Step.Door.FORGED,
                VirtualClock.BEGIN + vote.time(),
                source,
                Bytes.empty());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private RolloutEvent rollout(Step.Answer answer, SourceRef source) {
        GroupPlan plan = schedule.groups().get(answer.group());
        if (plan == null) {
            throw new IllegalStateException("group " + answer.group() + " was checked to be declared");
        }
        boolean ours = !plan.external();
        return new RolloutEvent(
                names.answer(answer.name()),
                names.group(answer.group()),
                answer.index(),
                plan.size(),
                "user: question of " + answer.group() + "\n",
                textOf(answer.name()),
                ours
                        ? new TokenTrace(new int[] {3}, new int[] {7, 1}, new float[] {-0.5f, -0.25f})
                        : TokenTrace.empty(),
                ours ? POLICY_VERSION : -1,
                ours ? POLICY_VERSION : -1,
                "STOP",
                answer.shown(),
                ASKED,
                names.userKey(plan.owner()).orElse(null),
                null,
                VirtualClock.BEGIN + answer.time(),
                source);
    }

    /** The words of an answer. */
    static String textOf(String answer) {
        return "answer-" + answer;
    }
}
