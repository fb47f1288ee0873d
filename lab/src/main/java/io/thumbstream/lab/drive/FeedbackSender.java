package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.lab.drive.Requests.Shown;
import io.thumbstream.lab.users.Action;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the feedback of simulated people once they have thought about it. Owned by the scheduler's thread. */
final class FeedbackSender {
    private static final Logger LOG = LoggerFactory.getLogger(FeedbackSender.class);
    private static final int ATTEMPTS = 100;

    private final Requests requests = new Requests();
    private final GatewayClient gateway;
    private final ScheduledExecutorService scheduler;
    private final Ledger ledger;
    private final UserJournal journal;
    private long sequence;

    /** @param sequence the first number of people's own counter is the next one */
    FeedbackSender(
            GatewayClient gateway,
            ScheduledExecutorService scheduler,
            Ledger ledger,
            UserJournal journal,
            long sequence) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.ledger = ledger;
        this.journal = journal;
        this.sequence = sequence;
    }

    /**
     * Lets a person think, then say it.
     *
     * @param index place of the action among those on these answers
     * @param user name of the person
     */
    void plan(Action action, int index, List<Shown> shown, String user) {
        String base = "sim-" + shown.get(0).rolloutId() + "-";
        Optional<String> retracts = action.retracts() < 0 ? Optional.empty() : Optional.of(base + action.retracts());
        String id = base + index;
        JsonNode body = requests.feedback(action, id, retracts, shown, user, ++sequence);
        boolean vote = action.kind() != Action.Kind.RETRACT;
        ledger.thinking();
        var unused = scheduler.schedule(
                () -> give(body, user, id, vote), action.delay().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void give(JsonNode body, String user, String id, boolean vote) {
        ledger.decided();
        gateway.post(
                "/v1/feedback",
                body,
                Optional.of(id),
                ATTEMPTS,
                (status, again) -> ledger.feedback(calls -> calls.attempt(status, again)),
                reply -> given(reply, user, id, vote));
    }

    private void given(Reply reply, String user, String id, boolean vote) {
        if (reply.accepted()) {
            journal.accepted(user, id);
        } else {
            journal.refused(user, id, reply.status());
        }
        ledger.given(reply.accepted(), vote);
        if (!reply.accepted()) {
            LOG.atWarn()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("problem", reply.body().path("detail").asText())
                    .log("feedback was refused");
        }
    }
}
