package io.thumbstream.gateway.identity;

import io.thumbstream.schemas.RolloutIds;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer by the name that another system gave it.
 *
 * <p>Its rollout id follows from the name alone, so feedback may come before the exchange it is about, through any gateway, and
 * nobody keeps a table: feedback waits in the joiner under this id, and an exchange that is sent with the same name has it. An
 * id of plain letters stays readable, {@code x-<namespace>-<id>.0}; any other becomes {@code h-<namespace>-<hash>.0}.
 *
 * @param namespace whose name it is, 1 to 20 of a-z, 0-9 and _, for example {@code openai}
 * @param id the name, unique in the namespace
 * @param group the caller's name of the prompt, for answers that are compared with each other; without it the answer is the
 *     only one of its group
 */
public record ExternalId(String namespace, String id, Optional<String> group) {
    /** Namespace of response ids whose system is not told, as in {@code gen_ai.response.id}. */
    public static final String RESPONSE = "response";
    /** Namespace of OpenTelemetry span ids, 16 lower-case hexadecimal digits. */
    public static final String SPAN = "span";
    /** Namespace of OpenTelemetry trace ids, 32 lower-case hexadecimal digits. */
    public static final String TRACE = "trace";

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9_]{1,20}");
    private static final Pattern READABLE = Pattern.compile("x-([a-z0-9_]{1,20})-([A-Za-z0-9_-]+)");
    private static final int HASH_LENGTH = 32;
    /** Lengths of the groups that are named here, with and without the tag of an owner. */
    private static final Set<Integer> TAKEN = Set.of(22, 31);

    public ExternalId {
        if (!isNamespace(namespace)) {
            throw new IllegalArgumentException(
                    "namespace is '" + namespace + "'; it must be 1 to 20 of a-z, 0-9 and '_'");
        }
    }

    /** Whether the text can be a namespace. */
    public static boolean isNamespace(String text) {
        return NAMESPACE.matcher(text).matches();
    }

    /** The id that the answer has here; always the same. */
    public String rolloutId() {
        return group.map(name -> RolloutIds.of(
                        Identities.externalGroup(name), Identities.externalIndex(namespace + '\u0000' + id)))
                .orElseGet(() -> RolloutIds.of(ownGroup(), 0));
    }

    /** The external id that a rollout id spells out; empty for hashed ones and for answers of ours. */
    public static Optional<ExternalId> of(String rolloutId) {
        return RolloutIds.groupOf(rolloutId)
                .map(READABLE::matcher)
                .filter(Matcher::matches)
                .map(form -> new ExternalId(form.group(1), form.group(2), Optional.empty()))
                .filter(named -> named.rolloutId().equals(rolloutId));
    }

    private String ownGroup() {
        String readable = "x-" + namespace + "-" + id;
        boolean plain = RolloutIds.isGroupId(readable) && !TAKEN.contains(readable.length());
        return plain ? readable : "h-" + namespace + "-" + Identities.hash(id, HASH_LENGTH);
    }
}
