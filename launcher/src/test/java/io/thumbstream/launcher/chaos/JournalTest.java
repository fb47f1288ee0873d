package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.history.History;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal();

    @Test
    void shouldKeepWhatAPersonHadSaidWhenThePersonAsked() {
        journal.shown("ann", "g.0", 3);
        journal.accepted("ann", "first");
        Set<String> before = journal.votes("ann");
        journal.accepted("ann", "second");
        journal.accepted("bob", "third");

        assertThat(before).containsExactly("first");
        assertThat(journal.answers("ann")).containsExactly("g.0");
        assertThat(journal.answers("bob")).isEmpty();
        assertThat(journal.voters()).containsExactly("ann", "bob");
        History.People people = journal.people(List.of());
        assertThat(people.accepted()).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(people.shown()).containsEntry("g.0", 3L);
    }

    @Test
    void shouldCountConflictsOfTheErasedOnly() {
        journal.refused("ann", "first", 409);
        journal.refused("ann", "second", 503);
        journal.refused("bob", "third", 409);

        assertThat(journal.refused(List.of("ann", "carl"))).isOne();
    }
}
