package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.rejoin.wire.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteLedgerTest {
    private final VoteLedger ledger = new VoteLedger();
    private Comparison joins = new Comparison(3, 0, List.of(), 0, 0, 0);

    @Test
    void shouldMissNothingWhenEveryVoteIsStoredAndCountedOnce() {
        for (int n = 0; n < 3; n++) {
            ledger.accept(n);
            ledger.store(n);
            ledger.count(n);
        }
        ledger.store(3); // stored, and its sender was never told
        ledger.count(3);
        ledger.store(1); // sent again
        assertThat(missed()).isEmpty();
        assertThat(value("faults-accepted")).isEqualTo(3);
        assertThat(value("faults-per-second")).isEqualTo(1.5);
        assertThat(value("faults-stored-twice")).isEqualTo(1);
        assertThat(value("faults-kills")).isEqualTo(4);
    }

    @Test
    void shouldNameWhatWasLostOrDoubled() {
        ledger.accept(0);
        ledger.accept(1);
        ledger.accept(2);
        ledger.store(0);
        ledger.store(1);
        ledger.count(0);
        ledger.count(0);
        ledger.count(0);
        assertThat(missed()).containsExactly("faults-lost", "faults-unlabelled", "faults-doubled");
        assertThat(value("faults-lost")).isEqualTo(1);
        assertThat(value("faults-unlabelled")).isEqualTo(2);
        assertThat(value("faults-doubled")).isEqualTo(1);
    }

    @Test
    void shouldNameLabelsThatAreNotWhatTheirVotesGive() {
        joins = new Comparison(3, 0, List.of("label a revision 1 has other contents"), 0, 0, 0);
        assertThat(missed()).containsExactly("faults-join-difference");
        assertThat(value("faults-join-difference")).isEqualTo(1);
        assertThat(value("faults-joins-compared")).isEqualTo(3);
    }

    @Test
    void shouldShowNothingWhenNoLabelWasJoinedOnceMore() {
        joins = new Comparison(0, 0, List.of(), 0, 0, 0);
        assertThat(missed()).containsExactly("faults-joins-compared");
    }

    private List<Figure> figures() {
        return FaultFigures.of(ledger, 4, 2, 0.5, joins);
    }

    private List<String> missed() {
        return figures().stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .toList();
    }

    private double value(String name) {
        return figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }
}
