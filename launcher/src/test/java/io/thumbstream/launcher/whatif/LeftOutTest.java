package io.thumbstream.launcher.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    private final List<RecordedGroup> askedByAnn =
            List.of(new RecordedGroup(new Position("experience", 0, 7), 1, 3, Optional.of("ann"), List.of()));

    @Test
    void shouldLeaveOutWhoAskedAndWhoVoted() {
        assertThat(LeftOut.of(List.of("ann", "bob"), askedByAnn, LeftOutTest::said))
                .isEqualTo(new Absent(Set.of(Digests.of("ann"), Digests.of("bob")), Set.of("vote-of-bob")));
    }

    /** Of somebody who asked, by the first letters of the hash of the key. */
    @Test
    void shouldTakeWhatLineageNamesPeopleBy() {
        String named = Digests.of("ann").substring(0, 16);

        assertThat(LeftOut.of(List.of(named), askedByAnn, LeftOutTest::said))
                .isEqualTo(new Absent(Set.of(Digests.of("ann")), Set.of()));
        assertThatThrownBy(() -> LeftOut.of(List.of(named.substring(1)), askedByAnn, LeftOutTest::said))
                .hasMessageContaining("lineage");
    }

    @Test
    void shouldRefuseAKeyOfWhichNobodyAskedOrVoted() {
        assertThatThrownBy(() -> LeftOut.of(List.of("bob", "carol"), askedByAnn, LeftOutTest::said))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--without-user carol")
                .hasMessageContaining("quarantine list");
    }

    private static Absent said(Set<String> hashes) {
        boolean bob = hashes.contains(Digests.of("bob"));
        return new Absent(hashes, bob ? Set.of("vote-of-bob") : Set.of());
    }
}
