package io.thumbstream.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.schemas.RolloutIds;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalIdTest {
    @ParameterizedTest
    @CsvSource({
        "openai,   chatcmpl-9abcDEF,                  x-openai-chatcmpl-9abcDEF.0",
        "span,     00f067aa0ba902b7,                  x-span-00f067aa0ba902b7.0",
        "trace,    4bf92f3577b34da6a3ce929d0e0e4736,  x-trace-4bf92f3577b34da6a3ce929d0e0e4736.0"
    })
    void shouldStayReadableWhenItIsPlain(String namespace, String id, String rolloutId) {
        ExternalId external = new ExternalId(namespace, id, Optional.empty());
        assertThat(external.rolloutId()).isEqualTo(rolloutId);
        assertThat(ExternalId.of(rolloutId)).contains(external);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resp/1",
                "ünïcode",
                "with space",
                "dot.0",
                "a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id"
            })
    void shouldBeHashedWhenItIsNotPlain(String id) {
        String rolloutId = new ExternalId("other", id, Optional.empty()).rolloutId();
        assertThat(rolloutId).matches("h-other-[0-9a-f]{32}\\.0");
        assertThat(RolloutIds.groupOf(rolloutId)).isPresent();
        assertThat(ExternalId.of(rolloutId)).isEmpty();
    }

    /** A group of such a length could be taken for one of ours, or for one with the tag of an owner. */
    @ParameterizedTest
    @ValueSource(ints = {22, 31})
    void shouldBeHashedWhenItsGroupWouldBeAsLongAsOneOfOurs(int length) {
        String id = "a".repeat(length - "x-ns-".length() - 9) + "-0123abcd";
        String group = RolloutIds.groupOf(new ExternalId("ns", id, Optional.empty()).rolloutId())
                .orElseThrow();
        assertThat("x-ns-" + id).hasSize(length);
        assertThat(group).startsWith("h-ns-");
        assertThat(Identities.isOwned(group)).isFalse();
    }

    @Test
    void shouldDifferWhenNamespaceOrIdDo() {
        String one = new ExternalId("a", "b/c", Optional.empty()).rolloutId();
        assertThat(new ExternalId("b", "b/c", Optional.empty()).rolloutId()).isNotEqualTo(one);
        assertThat(new ExternalId("a", "b/d", Optional.empty()).rolloutId()).isNotEqualTo(one);
    }

    @Test
    void shouldShareTheGroupWhenTheyAnswerTheSamePrompt() {
        String one = new ExternalId("a", "1", Optional.of("prompt 7")).rolloutId();
        String two = new ExternalId("a", "2", Optional.of("prompt 7")).rolloutId();
        assertThat(one).isNotEqualTo(two);
        assertThat(RolloutIds.groupOf(one))
                .isEqualTo(RolloutIds.groupOf(two))
                .contains(Identities.externalGroup("prompt 7"));
        assertThat(ExternalId.of(one)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Open", "a-b", "a.b", "abcdefghijklmnopqrstu"})
    void shouldRefuseWhenNamespaceIsMalformed(String namespace) {
        assertThat(ExternalId.isNamespace(namespace)).isFalse();
        assertThatThrownBy(() -> new ExternalId(namespace, "1", Optional.empty()))
                .hasMessageContaining("namespace is '" + namespace + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q3vJ0b5s9Y2mXcT1aKd8Zw.0", "x-openai-chatcmpl-1.1", "x-open ai-1.0", "x-openai-.0", "abc.0"})
    void shouldReadNothingFromOtherRolloutIds(String rolloutId) {
        assertThat(ExternalId.of(rolloutId)).isEmpty();
    }
}
