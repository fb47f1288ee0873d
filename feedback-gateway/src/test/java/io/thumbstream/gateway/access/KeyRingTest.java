package io.thumbstream.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String WEB = ApiKeys.fresh(length -> filled(length, 1));
    private static final String SERVER = ApiKeys.fresh(length -> filled(length, 2));
    private static final AccessSettings SETTINGS = new AccessSettings(
            List.of(Scope.READ),
            Map.of(
                    "web", new AccessSettings.Key(ApiKeys.hash(WEB), List.of(Scope.CHAT)),
                    "server",
                            new AccessSettings.Key(
                                    ApiKeys.hash(SERVER), List.of(Scope.FEEDBACK, Scope.FEEDBACK_UNSIGNED))));

    private final KeyRing keys = new KeyRing(SETTINGS);

    @Test
    void shouldKnowTheCallerWhenTheKeyIsShown() {
        assertThat(keys.identify(List.of("Bearer " + WEB)))
                .contains(new Caller(Optional.of("web"), Set.of(Scope.CHAT)));
        assertThat(keys.identify(List.of("bearer  " + SERVER)))
                .contains(new Caller(Optional.of("server"), Set.of(Scope.FEEDBACK, Scope.FEEDBACK_UNSIGNED)));
        assertThat(keys.identify(List.of())).contains(new Caller(Optional.empty(), Set.of(Scope.READ)));
    }

    @Test
    void shouldKnowNobodyWhenTheKeyIsAlmostRight() {
        char last = WEB.charAt(WEB.length() - 1);
        String changed = WEB.substring(0, WEB.length() - 1) + (last == 'A' ? 'B' : 'A');
        assertThat(keys.identify(List.of("Bearer " + changed))).isEmpty();
        assertThat(keys.identify(List.of("Bearer " + WEB + "A"))).isEmpty();
        assertThat(keys.identify(List.of("Bearer " + ApiKeys.hash(WEB)))).isEmpty();
        assertThat(keys.identify(List.of("Bearer " + WEB, "Bearer " + WEB))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer none", "Token abc", "Bearer a b"})
    void shouldKnowNobodyWhenTheHeaderHoldsNoKey(String header) {
        assertThat(keys.identify(List.of(header))).isEmpty();
    }

    @Test
    void shouldIgnoreTheHeaderWhenNoKeyIsConfigured() {
        KeyRing open = new KeyRing(AccessSettings.defaults());
        assertThat(open.identify(List.of("Bearer none"))).get().satisfies(caller -> {
            assertThat(caller.key()).isEmpty();
            assertThat(caller.scopes())
                    .containsExactlyInAnyOrder(Scope.CHAT, Scope.EXCHANGES, Scope.FEEDBACK, Scope.READ);
        });
    }

    @Test
    void shouldNameTheMistakeWhenSettingsAreUnsound() {
        assertThatThrownBy(() -> new AccessSettings.Key("abc", List.of(Scope.CHAT)))
                .hasMessageContaining("3 characters")
                .hasMessageContaining("keys new");
        assertThatThrownBy(() -> new AccessSettings.Key(ApiKeys.hash(WEB), List.of()))
                .hasMessageContaining("no scopes");
        assertThatThrownBy(() -> new AccessSettings.Key(ApiKeys.hash(WEB), List.of(Scope.FEEDBACK_UNSIGNED)))
                .hasMessageContaining("without feedback");
        AccessSettings.Key key = new AccessSettings.Key(ApiKeys.hash(WEB), List.of(Scope.CHAT));
        assertThatThrownBy(() -> new AccessSettings(List.of(), Map.of("Web Site", key)))
                .hasMessageContaining("'Web Site'");
        assertThatThrownBy(() -> new AccessSettings(List.of(), Map.of("a", key, "b", key)))
                .hasMessageContaining("two names");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
