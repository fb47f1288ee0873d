package io.thumbstream.schemas;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of rollouts: {@code <groupId>.<index>}, so that the record key of a rollout can be read off its id. */
public final class RolloutIds {
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern ROLLOUT = Pattern.compile("([A-Za-z0-9_-]{1,80})\\.(0|[1-9][0-9]{0,8})");

    private RolloutIds() {}

    /**
     * Id of the answer numbered {@code index} in a group.
     *
     * @throws IllegalArgumentException when the group id is malformed or the index negative
     */
    public static String of(String groupId, int index) {
        if (!isGroupId(groupId)) {
            throw new IllegalArgumentException(
                    "group id '" + groupId + "' is malformed; use 1 to 80 of A-Z a-z 0-9 _ -");
        }
        if (index < 0) {
            throw new IllegalArgumentException("index of a rollout is " + index + "; count from 0");
        }
        return groupId + "." + index;
    }

    /** Whether the text can be a group id. */
    public static boolean isGroupId(String text) {
        return GROUP.matcher(text).matches();
    }

    /** Group of a rollout id; empty when the id is malformed. */
    public static Optional<String> groupOf(String rolloutId) {
        Matcher form = ROLLOUT.matcher(rolloutId);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /** Index of a rollout id in its group; empty when the id is malformed. */
    public static OptionalInt indexOf(String rolloutId) {
        Matcher form = ROLLOUT.matcher(rolloutId);
        return form.matches() ? OptionalInt.of(Integer.parseInt(form.group(2))) : OptionalInt.empty();
    }
}
