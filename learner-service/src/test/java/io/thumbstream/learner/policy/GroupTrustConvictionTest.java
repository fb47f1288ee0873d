package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the reward learner's firewall has convicted teaches the policy as little as one whom a human has discarded, until a human releases them. */
class GroupTrustConvictionTest {
    private static final TrustSettings USUAL = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private int votes;

    private static GroupTrust trust(TrustSettings settings) {
        PolicySettings bco = PolicyLearningTest.settings("rloo", TechniqueChoice.of("bco"), 4e-3);
        return new GroupTrust(settings, PolicyStages.of(bco), 1);
    }

    /** A thumb up on an answer that nobody else saw, 100 s after the last. */
    private RolloutGroup vote(String person) {
        String id = "g" + votes++;
        GroupRollout answer = new GroupRollout(
                id + ".0",
                new int[] {1},
                new int[] {votes},
                new float[] {-1},
                0,
                0.5,
                Optional.of(new BinaryLabel(1, 1, Optional.of(person))),
                Optional.empty(),
                new float[0],
                Optional.empty());
        return new RolloutGroup(id, 1, List.of(answer), NOON.plusSeconds(100L * votes));
    }

    private static void decide(GroupTrust trust, Decision... decisions) {
        for (Decision decision : decisions) {
            trust.decide(new Ruling("bot", decision));
        }
    }

    /** Whether a vote of the bot's weighs nothing, which must be seen before a step as in it. */
    private boolean silent(GroupTrust trust) {
        RolloutGroup vote = vote("bot");
        boolean before = !trust.heard(vote).hasLabel();
        assertThat(trust.weigh(List.of(vote)).groups().isEmpty()).isEqualTo(before);
        return before;
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"CONVICT", "DISCARD"})
    void shouldTeachNothingFromTheNextStepOn(Decision decision) {
        GroupTrust trust = trust(USUAL);
        assertThat(trust.weigh(List.of(vote("bot"), vote("ann"))).groups()).hasSize(2);

        decide(trust, decision);

        GroupTrust.Weighed weighed = trust.weigh(List.of(vote("bot"), vote("ann")));
        assertThat(weighed.groups()).extracting(RolloutGroup::groupId).containsExactly("g3");
        assertThat(weighed.measures()).containsExactly(Map.entry("trust-factor", 0.5));
        assertThat(silent(trust)).isTrue();
        RolloutGroup other = vote("ann");
        assertThat(trust.heard(other)).isSameAs(other);
    }

    @Test
    void shouldObeyAReleaseWheneverItCame() {
        GroupTrust after = trust(USUAL);
        decide(after, Decision.CONVICT, Decision.RELEASE);
        assertThat(silent(after)).isFalse();
        decide(after, Decision.CLEAR);
        assertThat(silent(after)).as("the conviction stands again").isTrue();

        GroupTrust before = trust(USUAL);
        decide(before, Decision.RELEASE, Decision.CONVICT);
        assertThat(silent(before)).isFalse();

        GroupTrust set = trust(USUAL.withDecisions(List.of("bot"), List.of()));
        decide(set, Decision.CONVICT);
        assertThat(silent(set)).isFalse();
    }

    @Test
    void shouldKnowAConvictionAgainWhenTheStateIsRestored(@TempDir Path directory) throws IOException {
        GroupTrust live = trust(USUAL);
        decide(live, Decision.CONVICT, Decision.RELEASE);
        live.write(directory);
        GroupTrust resumed = trust(USUAL);
        resumed.read(directory);
        assertThat(silent(resumed)).isFalse();
        decide(resumed, Decision.CLEAR);
        assertThat(silent(resumed)).isTrue();

        decide(live, Decision.CLEAR);
        Path later = Files.createDirectory(directory.resolve("later"));
        live.write(later);
        resumed.read(later);
        assertThat(silent(resumed)).isTrue();
        resumed.read(Files.createDirectory(directory.resolve("old")));
        assertThat(silent(resumed)).as("a snapshot from before the firewall").isFalse();
    }
}
