package io.thumbstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutIdsTest {

    @Test
    void shouldGiveGroupAndIndexBackWhenAnIdWasMadeFromThem() {
        String id = RolloutIds.of("a-B_9", 12);

        assertThat(id).isEqualTo("a-B_9.12");
        assertThat(RolloutIds.groupOf(id)).contains("a-B_9");
        assertThat(RolloutIds.indexOf(id)).hasValue(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "g.", ".1", "g.01", "g.-1", "g.1.2", "g h.1", "g.9999999999", "g.1\n"})
    void shouldFindNothingWhenAnIdIsMalformed(String id) {
        assertThat(RolloutIds.groupOf(id)).isEmpty();
        assertThat(RolloutIds.indexOf(id)).isEmpty();
    }

    @Test
    void shouldRefuseWhenGroupOrIndexIsImpossible() {
        assertThatThrownBy(() -> RolloutIds.of("a.b", 0)).hasMessageContaining("'a.b' is malformed");
        assertThatThrownBy(() -> RolloutIds.of("x".repeat(81), 0)).hasMessageContaining("1 to 80");
        assertThatThrownBy(() -> RolloutIds.of("a", -1)).hasMessageContaining("-1");
    }
}
