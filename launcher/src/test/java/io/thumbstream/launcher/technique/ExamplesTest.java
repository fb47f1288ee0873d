package io.thumbstream.launcher.technique;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.learner.replay.ReplaySelectors;
import io.thumbstream.learner.reward.AuxiliaryRewardTerms;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under {@code examples/}: each is sound, no default and listed, and together they use every reader of feedback, transform and way to learn. */
class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeSoundAndListed(String name) throws IOException {
        StringWriter out = new StringWriter();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        String file = EXAMPLES.resolve(name).toString();

        int exit = Thumbstream.run(new PrintWriter(out), new Screen(talk, false), "config", "check", "--config", file);

        assertThat(exit).as(talk.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString()).contains("settings are sound");
        assertThat(settings(name)).isNotEqualTo(ThumbstreamSettings.defaults());
        assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains("[" + name + "](" + name + ")");
    }

    @Test
    void shouldUseEveryTransformThatTheDefaultsDoNot() throws IOException {
        Set<String> used = new TreeSet<>(transforms(ThumbstreamSettings.defaults()));
        for (String name : names()) {
            used.addAll(transforms(settings(name)));
        }

        assertThat(used).containsAll(Transforms.CATALOG.names());
    }

    @Test
    void shouldUseEveryWayToLearnThatTheDefaultsDoNot() throws IOException {
        Set<String> used = new TreeSet<>(learning(ThumbstreamSettings.defaults()));
        for (String name : names()) {
            used.addAll(learning(settings(name)));
        }

        assertThat(used)
                .containsAll(PolicyObjectives.CATALOG.names())
                .containsAll(Stabilizers.CATALOG.names())
                .containsAll(PairBuilders.CATALOG.names())
                .containsAll(ReplaySelectors.CATALOG.names());
    }

    @Test
    void shouldUseEveryReaderOfFeedbackAndEveryTerm() throws IOException {
        Set<String> readers = new TreeSet<>();
        Set<String> terms = new TreeSet<>();
        for (String name : names()) {
            ThumbstreamSettings settings = settings(name);
            settings.reward().interpreters().forEach(each -> readers.add(each.name()));
            settings.learner().reward().core().terms().forEach(each -> terms.add(each.name()));
        }

        assertThat(readers).containsAll(Interpreters.CATALOG.names());
        assertThat(terms).containsAll(AuxiliaryRewardTerms.CATALOG.names());
    }

    @Test
    void shouldUseEveryWayToChooseWhomToAskAndSomebodyWhoListens() throws IOException {
        Set<String> policies = new TreeSet<>(
                Set.of(ThumbstreamSettings.defaults().reward().asking().policy().name()));
        for (String name : names()) {
            ThumbstreamSettings settings = settings(name);
            if (settings.reward().asking().isOn()) {
                policies.add(settings.reward().asking().policy().name());
                assertThat(settings.gateway().asking().compareWhenAsked())
                        .as(name)
                        .isTrue();
                assertThat(settings.users().habits().pairShare()).as(name).isPositive();
            }
        }

        assertThat(policies).containsExactlyInAnyOrderElementsOf(AskPolicies.CATALOG.names());
    }

    private static List<String> learning(ThumbstreamSettings settings) {
        PolicySettings policy = settings.learner().policy();
        return Stream.concat(
                        Stream.of(policy.objective(), policy.pairs(), policy.selector()), policy.stabilizers().stream())
                .map(TechniqueChoice::name)
                .toList();
    }

    private static ThumbstreamSettings settings(String name) {
        return ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(EXAMPLES.resolve(name)), Map.of(), List.of()))
                .value();
    }

    private static List<String> transforms(ThumbstreamSettings settings) {
        return settings.reward().transforms().stream()
                .map(TechniqueChoice::name)
                .toList();
    }
}
