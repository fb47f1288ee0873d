package io.thumbstream.gateway.access;

import io.thumbstream.gateway.access.TokenBuckets.Standing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether something may be written now, by key, person and answer.
 *
 * <p>What is refused takes nothing from any bucket. Confined to the event loop.
 */
public final class RateLimiter {
    private static final String NOBODY = "";

    private final Optional<TokenBuckets> keys;
    private final Optional<TokenBuckets> users;
    private final Optional<TokenBuckets> nameless;
    private final Optional<TokenBuckets> targets;

    /** Limits of these settings. */
    public RateLimiter(RateSettings settings, Clock clock) {
        this.keys = buckets(settings.key(), settings, clock);
        this.users = buckets(settings.user(), settings, clock);
        this.nameless = buckets(settings.nameless(), settings, clock);
        this.targets = buckets(settings.target(), settings, clock);
    }

    /** Lets one prompt or exchange in, or not. */
    public Admission call(Caller caller) {
        return admit(keyDemand(caller));
    }

    /**
     * Lets one piece of feedback in, or not.
     *
     * @param userKey pseudonym of the person, empty when none is named
     * @param rolloutIds answers it is about
     */
    public Admission feedback(Caller caller, Optional<String> userKey, List<String> rolloutIds) {
        List<Demand> demands = keyDemand(caller);
        userKey.ifPresentOrElse(
                key -> users.ifPresent(buckets -> demands.add(new Demand("user", buckets, key))),
                () -> nameless.ifPresent(buckets -> demands.add(new Demand("nameless", buckets, name(caller)))));
        targets.ifPresent(buckets ->
                rolloutIds.stream().distinct().forEach(id -> demands.add(new Demand("target", buckets, id))));
        return admit(demands);
    }

    private List<Demand> keyDemand(Caller caller) {
        List<Demand> demands = new ArrayList<>();
        keys.ifPresent(buckets -> demands.add(new Demand("key", buckets, name(caller))));
        return demands;
    }

    private static Admission admit(List<Demand> demands) {
        boolean refused = demands.stream().anyMatch(demand -> demand.look().refuses());
        if (!refused) {
            demands.forEach(demand -> demand.buckets().take(demand.id()));
        }
        Map<String, Standing> tightest = new LinkedHashMap<>();
        for (Demand demand : demands) {
            tightest.merge(
                    demand.policy(), demand.look(), (one, other) -> one.remaining() <= other.remaining() ? one : other);
        }
        return new Admission(List.copyOf(tightest.values()), refused);
    }

    private static String name(Caller caller) {
        return caller.key().orElse(NOBODY);
    }

    private static Optional<TokenBuckets> buckets(RateSettings.Rate rate, RateSettings settings, Clock clock) {
        return rate.limits() ? Optional.of(new TokenBuckets(rate, settings.remembered(), clock)) : Optional.empty();
    }

    private record Demand(String policy, TokenBuckets buckets, String id) {
        Standing look() {
            return buckets.look(policy, id);
        }
    }
}
