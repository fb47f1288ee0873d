package io.thumbstream.launcher.whatif;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** People whom somebody chose to leave out. */
final class LeftOut {
    /** At least as many letters of a sha256 as lineage prints. */
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16,64}");

    private LeftOut() {}

    /**
     * These people and all that they said.
     *
     * @param keys pseudonymous keys, or the first letters of their sha256 by which lineage names people who asked
     * @param said finds all that people with these hashes of their keys said
     * @throws ConfigException when one of them neither asked nor voted: the arm would be the run as it was, and look like an answer
     */
    static Absent of(List<String> keys, List<RecordedGroup> groups, Function<Set<String>, Absent> said) {
        Absent all = Absent.nobody();
        for (String key : keys) {
            Absent one = said.apply(Set.of(Digests.of(key)));
            if (!one.in(groups)) {
                one = said.apply(Set.of(named(key, groups)));
            }
            all = all.and(one);
        }
        return all;
    }

    /** The hash of somebody who asked that begins with what lineage prints. */
    private static String named(String hash, List<RecordedGroup> groups) {
        List<String> people = HASH.matcher(hash).matches()
                ? groups.stream()
                        .flatMap(group -> group.userKey().stream())
                        .map(Digests::of)
                        .filter(known -> known.startsWith(hash))
                        .distinct()
                        .toList()
                : List.of();
        if (people.size() != 1) {
            throw new ConfigException("--without-user " + hash
                    + ": nobody of this key asked or voted in the topics; give the pseudonymous key that records have as userKey"
                    + " and thumbstream quarantine list names, or what thumbstream lineage names somebody who asked, not the"
                    + " name that callers give");
        }
        return people.get(0);
    }
}
