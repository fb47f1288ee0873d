package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.view.RunPoint;
import io.thumbstream.gateway.view.RunState;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.VoteState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes the state of the run for the page; holds no text of any person and no user key. */
final class StatusJson {
    private StatusJson() {}

    static ObjectNode status(RunState state) {
        ObjectNode body = Json.object();
        body.set("now", point(state.now()));
        version(body, "policy", state.newest(Seen.ModelRole.POLICY));
        version(body, "reward_model", state.newest(Seen.ModelRole.REWARD));
        ObjectNode counters = body.putObject("counters");
        counters.put("votes", state.now().votes());
        counters.put("labels", state.now().labels());
        counters.put("groups", state.groups());
        ArrayNode drift = body.putArray("drift");
        state.drift().forEach(verdict -> drift(drift.addObject(), verdict));
        ArrayNode votes = body.putArray("last_votes");
        state.lastVotes().forEach(vote -> vote(votes.addObject(), vote));
        return body;
    }

    static void series(ObjectNode body, List<RunPoint> points) {
        ArrayNode series = body.putArray("series");
        points.forEach(point -> series.add(point(point)));
    }

    static void watched(ObjectNode body, String id, Optional<VoteState> state) {
        ObjectNode watched = body.putObject("watched");
        watched.put("id", id);
        watched.put(
                "state",
                state.map(vote -> vote.counted() ? "counted" : "stored").orElse("unknown"));
    }

    private static ObjectNode point(RunPoint point) {
        ObjectNode node = Json.object();
        node.put("at", point.at().toEpochMilli() / 1000.0);
        node.put("policy_version", point.policyVersion());
        node.put("reward_version", point.rewardVersion());
        node.put("votes", point.votes());
        node.put("labels", point.labels());
        number(node, "score", point.score());
        number(node, "reward", point.reward());
        number(node, "thumbs_up", point.thumbsUp());
        number(node, "lag_versions", point.lagVersions());
        number(node, "label_seconds", point.labelSeconds());
        number(node, "drift", point.drift());
        return node;
    }

    private static void version(ObjectNode body, String name, Optional<Seen.Version> version) {
        if (version.isEmpty()) {
            body.putNull(name);
            return;
        }
        ObjectNode node = body.putObject(name);
        node.put("model", version.get().model());
        node.put("version", version.get().version());
        node.put("state", version.get().state());
        node.put("step", version.get().step());
        node.put("published_at", version.get().at().toString());
    }

    private static void drift(ObjectNode node, Seen.Drift verdict) {
        node.put("monitor", verdict.monitor());
        finite(node, "value", verdict.value());
        finite(node, "threshold", verdict.threshold());
        node.put("drifting", verdict.drifting());
        node.put("at", verdict.at().toString());
    }

    private static void vote(ObjectNode node, VoteState state) {
        Seen.Vote vote = state.vote();
        node.put("id", vote.id());
        node.put("kind", vote.kind().toLowerCase(Locale.ROOT));
        number(node, "value", vote.value());
        ArrayNode targets = node.putArray("rollout_ids");
        vote.targets().forEach(targets::add);
        node.put("source", vote.source());
        node.put("at", vote.at().toString());
        node.put("counted", state.counted());
    }

    private static void number(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            finite(node, name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }

    /** JSON has no NaN and no infinity. */
    private static void finite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
