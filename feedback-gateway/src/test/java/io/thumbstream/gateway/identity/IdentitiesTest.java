package io.thumbstream.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.schemas.RolloutIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    private final GatewaySecret secret = GatewaySecret.of("0123456789abcdef");
    private final Identities identities = new Identities(secret, () -> new byte[17]);

    @Test
    void shouldNameGroupsAsRolloutIdsNeedWhenMade() {
        String open = identities.newGroup(Optional.empty());
        String owned = identities.newGroup(Optional.of(identities.userKey("ann")));
        assertThat(open).isEqualTo("A".repeat(22));
        assertThat(owned).matches("A{22}-[0-9a-f]{8}");
        assertThat(RolloutIds.groupOf(RolloutIds.of(owned, 0))).hasValue(owned);
        assertThat(Identities.isOwned(owned)).isTrue();
        assertThat(Identities.isOwned(open)).isFalse();
    }

    @Test
    void shouldLetOnlyOwnerJudgeWhenGroupIsOwned() {
        Optional<String> ann = Optional.of(identities.userKey("ann"));
        Optional<String> bob = Optional.of(identities.userKey("bob"));
        String group = identities.newGroup(ann);
        assertThat(identities.mayJudge(group, ann)).isTrue();
        assertThat(identities.mayJudge(group, bob)).isFalse();
        assertThat(identities.mayJudge(group, Optional.empty())).isFalse();
        assertThat(identities.mayJudge("anything", bob)).isTrue();
    }

    @Test
    void shouldNotAcceptTagWhenItBelongsToAnotherGroup() {
        Optional<String> ann = Optional.of(identities.userKey("ann"));
        String group = identities.newGroup(ann);
        String moved = "B".repeat(22) + group.substring(22);
        assertThat(identities.mayJudge(moved, ann)).isFalse();
    }

    @Test
    void shouldHidePersonAndKeepPseudonymWhenAskedTwice() {
        assertThat(identities.userKey("ann"))
                .isEqualTo(identities.userKey("ann"))
                .isNotEqualTo(identities.userKey("bob"))
                .matches("[A-Za-z0-9_-]{22}");
        Identities other = new Identities(GatewaySecret.of("fedcba9876543210"), () -> new byte[17]);
        assertThat(other.userKey("ann")).isNotEqualTo(identities.userKey("ann"));
    }

    @Test
    void shouldGiveTheHmacOfEachNameHoweverManyWereAskedForBefore() throws GeneralSecurityException {
        for (String name : List.of("ann", "bob", "ann", "größer")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hmac = mac.doFinal(("user\u0000" + name).getBytes(StandardCharsets.UTF_8));
            assertThat(identities.userKey(name))
                    .isEqualTo(Base64.getUrlEncoder().encodeToString(hmac).substring(0, 22));
        }
    }

    @Test
    void shouldDeriveKnownNamesWhenExternal() {
        // sha256("debate-3") computed with an independent tool
        assertThat(Identities.externalGroup("debate-3")).isEqualTo("D_fofNcHXSye5HTuRhZLqR");
        assertThat(Identities.externalIndex("debate-3")).isEqualTo(697623852);
    }

    @Test
    void shouldMakeSecretOnceWhenFileIsMissing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gateway").resolve("secret");
        String first = new Identities(GatewaySecret.inFile(file), () -> new byte[17]).userKey("ann");
        String second = new Identities(GatewaySecret.inFile(file), () -> new byte[17]).userKey("ann");
        assertThat(first).isEqualTo(second);
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldAgreeOnOneSecretWhenGatewaysStartTogether(@TempDir Path folder) throws Exception {
        int gateways = 4;
        ExecutorService threads = Executors.newFixedThreadPool(gateways);
        try {
            for (int round = 0; round < 20; round++) {
                Path directory = folder.resolve("round-" + round);
                CyclicBarrier together = new CyclicBarrier(gateways);
                List<Future<String>> pseudonyms = new ArrayList<>();
                for (int i = 0; i < gateways; i++) {
                    pseudonyms.add(threads.submit(() -> {
                        int unused = together.await(20, TimeUnit.SECONDS);
                        GatewaySecret made = GatewaySecret.inFile(directory.resolve("secret"));
                        return new Identities(made, () -> new byte[17]).userKey("ann");
                    }));
                }
                Set<String> different = new HashSet<>();
                for (Future<String> pseudonym : pseudonyms) {
                    different.add(pseudonym.get(20, TimeUnit.SECONDS));
                }
                assertThat(different).as("round %d", round).hasSize(1);
                assertThat(directory).as("round %d", round).isDirectoryNotContaining("glob:**.part");
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void shouldRefuseSecretWhenTooShort() {
        assertThatThrownBy(() -> GatewaySecret.of("short"))
                .hasMessageContaining("5 characters")
                .hasMessageContaining("at least 16");
    }
}
