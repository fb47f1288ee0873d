package io.thumbstream.launcher.simulate;

import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.runtime.random.SeededRandom;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Short names of a schedule and the ids that the services give to the same things. */
final class Names {
    private static final GatewaySecret SECRET = GatewaySecret.of("secret of the simulation");
    private static final int RANDOM_BYTES = 24;

    private final Identities people = new Identities(SECRET, () -> new byte[RANDOM_BYTES]);
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, String> shortNames = new HashMap<>();

    Names(Schedule schedule) {
        for (GroupPlan plan : schedule.groups().values()) {
            String id = groupId(schedule.seed(), plan);
            groups.put(plan.name(), id);
            shortNames.put(id, plan.name());
        }
    }

    private String groupId(long seed, GroupPlan plan) {
        SeededRandom random = new SeededRandom(seed).child("id").child(plan.name());
        ByteBuffer bytes = ByteBuffer.allocate(RANDOM_BYTES);
        while (bytes.hasRemaining()) {
            bytes.putLong(random.nextLong());
        }
        Optional<String> owner = plan.external() ? Optional.empty() : userKey(plan.owner());
        return new Identities(SECRET, bytes::array).newGroup(owner);
    }

    Identities identities() {
        return people;
    }

    /** Pseudonym of a person; empty for nobody. */
    Optional<String> userKey(String person) {
        return person.isEmpty() ? Optional.empty() : Optional.of(people.userKey(person));
    }

    /** Id of a group. */
    String group(String name) {
        String id = groups.get(name);
        if (id == null) {
            throw new IllegalArgumentException(
                    "group " + name + " is not declared; add a line 'group " + name + " ...'");
        }
        return id;
    }

    /** Id of an answer. */
    String answer(String name) {
        String group = Step.groupOf(name);
        return group(group) + name.substring(group.length());
    }

    /** A text of the services with the short names put back. */
    String readable(String text) {
        String shown = text;
        for (Map.Entry<String, String> entry : shortNames.entrySet()) {
            shown = shown.replace(entry.getKey(), entry.getValue());
        }
        return shown;
    }

    /** Short name of an answer. */
    String shortAnswer(String id) {
        String group = Step.groupOf(id);
        return shortNames.getOrDefault(group, group) + id.substring(group.length());
    }

    /** Short name of a group. */
    String shortGroup(String id) {
        return shortNames.getOrDefault(id, id);
    }
}
