package io.thumbstream.launcher.whatif;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** People whom somebody chose to leave out. */
final class LeftOut {
    private LeftOut() {}

    /**
     * These people and all that they said.
     *
     * @param keys pseudonymous keys
     * @param said finds all that people with these hashes of their keys said
     * @throws ConfigException when one of them neither asked nor voted: the arm would be the run as it was, and look like an answer
     */
    static Absent of(List<String> keys, List<RecordedGroup> groups, Function<Set<String>, Absent> said) {
        Absent all = Absent.nobody();
        for (String key : keys) {
            Absent one = said.apply(Set.of(Digests.of(key)));
            if (!one.in(groups)) {
                throw new ConfigException("--without-user " + key
                        + ": nobody of this key asked or voted in the topics; give the pseudonymous key that records have as"
                        + " userKey and thumbstream quarantine list names, not the name that callers give");
            }
            all = all.and(one);
        }
        return all;
    }
}
