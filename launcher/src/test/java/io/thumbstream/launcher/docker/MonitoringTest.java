package io.thumbstream.launcher.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Dashboards and alerts ask for metrics that the services show, and name verbs and settings that there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {
    private static final Path PROMETHEUS = Delivery.DOCKER.resolve("prometheus");
    private static final Path PROVISIONING = Delivery.DOCKER.resolve("grafana/provisioning");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final Pattern VERB = Pattern.compile("`thumbstream ([a-z-]+)(?: ([a-z-]+))?");
    private static final Pattern SETTING = Pattern.compile(
            "(?<![\\w/.-])((?:gateway|generator|reward|learner|kafka|admin|drift)\\.[a-z][a-z.-]*[a-z])");

    private Series series = new Series();

    @BeforeAll
    void startServices(@TempDir Path dataDir) throws IOException, InterruptedException {
        series = ShownMetrics.of(dataDir);
        jobs().forEach((job, target) -> series.add("up", Map.of("job", job, "instance", target)));
    }

    @Test
    void shouldAskOnlyForWhatServicesShow() {
        List<Question> questions = questions();
        assertThat(questions).hasSizeGreaterThan(50);
        assertThat(questions).allSatisfy(question -> {
            PromQl asked = new PromQl(question.expression());
            assertThat(asked.problems(series)).as(question.where()).isEmpty();
            assertThat(asked.metrics()).as(question.where()).isNotEmpty();
            assertThat(asked.labels(series)).as(question.where()).containsAll(question.placeholders());
        });
    }

    @Test
    void shouldNoticeWhatNoServiceShows() {
        assertThat(new PromQl("sum(rate(thumbstream_votes_total[5m]))").problems(series))
                .containsExactly("no service shows thumbstream_votes_total");
        assertThat(new PromQl("thumbstream_rollouts > 0 and up == 1").problems(series))
                .containsExactly("no service shows thumbstream_rollouts");
        assertThat(new PromQl("sum by (model) (thumbstream_replay_size)").problems(series))
                .singleElement()
                .asString()
                .contains("has the label model");
        assertThat(new PromQl("thumbstream_loss{head=\"a\"}").problems(series))
                .containsExactly("thumbstream_loss has no label head");
        assertThat(new PromQl("thumbstream_loss{learner=~\"policy|critic\"}").problems(series))
                .containsExactly("no service shows thumbstream_loss with learner=critic");
        assertThat(new PromQl("up{job=\"lerner\"}").problems(series))
                .containsExactly("no service shows up with job=lerner");
    }

    @Test
    void shouldAnswerFourQuestions() {
        List<JsonNode> dashboards = dashboards();
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.path("title").asText())
                .containsExactlyInAnyOrder("Is data flowing?", "Is it learning?", "Is it drifting?", "Is it stale?");
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.path("uid").asText())
                .doesNotHaveDuplicates();
        JsonNode source = Delivery.yaml(PROVISIONING.resolve("datasources/prometheus.yaml"))
                .at("/datasources/0/uid");
        assertThat(dashboards).allSatisfy(dashboard -> assertThat(dashboard.path("panels"))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.path("datasource").path("uid")).isEqualTo(source);
                    assertThat(panel.path("targets")).isNotEmpty();
                }));
    }

    @Test
    void shouldSayWhatAnAlertMeansAndWhatToDo() {
        List<JsonNode> alerts = alerts().toList();
        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(alerts).extracting(alert -> alert.path("alert").asText()).doesNotHaveDuplicates();
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(Delivery.map(alert.path("annotations")))
                    .containsOnlyKeys("summary", "meaning", "action")
                    .allSatisfy((name, text) -> assertThat(text).isNotBlank());
        });
    }

    @Test
    void shouldNameVerbsAndSettingsThatThereAre() {
        Set<String> settings = ConfigLoader.load(
                        ThumbstreamSettings.class, ThumbstreamSettings.defaults(), ConfigSources.none())
                .origins()
                .keySet();
        CommandLine verbs = Thumbstream.commandLine(
                new PrintWriter(new StringWriter()), new Screen(new ByteArrayOutputStream(), false));
        List<String> texts = texts();
        assertThat(matches(SETTING, texts)).isNotEmpty().isSubsetOf(settings);
        assertThat(matches(VERB, texts))
                .isNotEmpty()
                .isSubsetOf(verbs.getSubcommands().keySet());
        texts.forEach(text -> VERB.matcher(text)
                .results()
                .filter(verb -> verb.group(2) != null)
                .forEach(verb -> {
                    CommandLine group = verbs.getSubcommands().get(verb.group(1));
                    assertThat(group).isNotNull();
                    assertThat(group.getSubcommands()).as(verb.group()).containsKey(verb.group(2));
                }));
    }

    @Test
    void shouldScrapeTheAdminPortOfEveryService() {
        ThumbstreamSettings.Admin admin = ThumbstreamSettings.defaults().admin();
        assertThat(jobs())
                .containsOnly(
                        Map.entry("gateway", "gateway:" + admin.gatewayPort()),
                        Map.entry("generator", "generator:" + admin.generatorPort()),
                        Map.entry("reward", "reward:" + admin.rewardPort()),
                        Map.entry("learner", "learner:" + admin.learnerPort()));
        assertThat(Delivery.texts(prometheus().path("rule_files")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(PROMETHEUS.resolve(file)).exists());
    }

    /** An expression, where it stands, and the labels that the text beside it fills in. */
    private record Question(String where, String expression, List<String> placeholders) {}

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            String title = dashboard.path("title").asText();
            for (JsonNode panel : dashboard.path("panels")) {
                String where = title + " / " + panel.path("title").asText();
                panel.path("targets")
                        .forEach(target -> questions.add(question(
                                where,
                                target.path("expr").asText(),
                                target.path("legendFormat").asText())));
            }
        }
        alerts().forEach(alert -> questions.add(question(
                alert.path("alert").asText(),
                alert.path("expr").asText(),
                alert.at("/annotations/summary").asText())));
        return questions;
    }

    private static Question question(String where, String expression, String text) {
        return new Question(
                where,
                expression,
                PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList());
    }

    private static List<String> texts() {
        Stream<String> panels = dashboards().stream()
                .flatMap(dashboard -> Delivery.stream(dashboard.path("panels")))
                .map(panel -> panel.path("description").asText());
        Stream<String> actions = alerts().flatMap(alert -> Delivery.map(alert.path("annotations")).values().stream());
        return Stream.concat(panels, actions).toList();
    }

    private static Set<String> matches(Pattern pattern, List<String> texts) {
        return texts.stream()
                .flatMap(text -> pattern.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> dashboards() {
        return Delivery.files("grafana/dashboards", ".json").stream()
                .map(Delivery::json)
                .toList();
    }

    private static Stream<JsonNode> alerts() {
        return Delivery.stream(Delivery.yaml(PROMETHEUS.resolve("alerts.yml")).path("groups"))
                .flatMap(group -> Delivery.stream(group.path("rules")));
    }

    private static JsonNode prometheus() {
        return Delivery.yaml(PROMETHEUS.resolve("prometheus.yml"));
    }

    private static Map<String, String> jobs() {
        return Delivery.stream(prometheus().path("scrape_configs"))
                .collect(Collectors.toMap(
                        job -> job.path("job_name").asText(),
                        job -> job.at("/static_configs/0/targets/0").asText()));
    }
}
