package io.thumbstream.launcher.chaos;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends votes that are larger than the gateway takes: a text above its limit, a body above its limit. */
final class OversizeMischief implements Mischief {
    private static final Outward REFUSALS = new Outward(Set.of("body-too-large", "invalid-field"), false);

    private final Witness witness;
    private final GatewaySettings limits;
    private final Supplier<Set<String>> stored;
    private final List<CompletableFuture<Observation>> sent = new ArrayList<>();

    /**
     * Nothing is sent yet.
     *
     * @param limits what the gateway takes
     * @param stored ids of all feedback in its topic
     */
    OversizeMischief(Witness witness, GatewaySettings limits, Supplier<Set<String>> stored) {
        this.witness = witness;
        this.limits = limits;
        this.stored = stored;
    }

    @Override
    public void act() {
        int characters = sent.size() % 2 == 0 ? limits.limits().textLength() + 1 : limits.bodyLimitBytes() + 1;
        String id = "oversize-" + sent.size();
        sent.add(witness.post(id, "/v1/feedback", witness.comment(id, characters)));
    }

    @Override
    public Evidence evidence() {
        return judge(sent.stream().map(CompletableFuture::join).toList(), stored.get());
    }

    /** Each of {@code sent} must be refused with a clear problem and must not be among what is {@code stored}. */
    static Evidence judge(List<Observation> sent, Set<String> stored) {
        List<String> faults = new ArrayList<>();
        long unrefused = 0;
        long kept = 0;
        for (Observation seen : sent) {
            Optional<String> fault = seen.accepted()
                    ? Optional.of(seen.id() + " was accepted although it is too large")
                    : REFUSALS.fault(seen);
            unrefused += fault.isPresent() ? 1 : 0;
            fault.ifPresent(faults::add);
            if (stored.contains(seen.id())) {
                kept++;
                faults.add(seen.id() + " was stored although it is too large");
            }
        }
        return new Evidence(
                List.of(
                        new Figure("oversize-sent", sent.size(), "votes", Demand.atLeast(2)),
                        new Figure("oversize-not-refused", unrefused, "votes", Demand.exactly(0)),
                        new Figure("oversize-stored", kept, "votes", Demand.exactly(0))),
                faults);
    }
}
