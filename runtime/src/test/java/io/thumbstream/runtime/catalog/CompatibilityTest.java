package io.thumbstream.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CompatibilityTest {
    private static final Stage PAIRS = new Stage("interpreter pair", Set.of(), Set.of(Signal.PAIR));
    private static final Stage DPO = new Stage("objective dpo", Set.of(Signal.PAIR, Signal.USER_KEY), Set.of());

    private final Compatibility compatibility = new Compatibility(Set.of(Signal.USER_KEY), List.of(PAIRS, DPO));

    @Test
    void shouldAcceptWhenEveryNeedIsMetBefore() {
        assertThat(compatibility.problems(List.of(PAIRS, DPO))).isEmpty();
    }

    @Test
    void shouldNameStageSignalAndProviderWhenSomethingIsMissing() {
        assertThat(compatibility.problems(List.of(DPO, PAIRS)))
                .containsExactly("objective dpo needs PAIR and nothing before it provides it;"
                        + " configure one of interpreter pair");
    }

    @Test
    void shouldRefuseWhenChecked() {
        Stage lonely = new Stage("objective x", Set.of(Signal.VALUE), Set.of());

        assertThatThrownBy(() -> compatibility.check(List.of(lonely)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no known stage provides it");
    }
}
