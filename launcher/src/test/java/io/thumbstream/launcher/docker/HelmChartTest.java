package io.thumbstream.launcher.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart gives sound objects whose command lines, settings, ports and paths are those of the code. */
class HelmChartTest {
    private static final String SETTINGS_FILE = "/etc/thumbstream/thumbstream.yaml";
    private static final int END_SECONDS = 40;

    private final HelmChart chart = new HelmChart(HelmChart.defaultValues());

    @Test
    void shouldMakeTheseObjects() {
        assertThat(chart.objects())
                .allSatisfy(object -> {
                    assertThat(object.path("apiVersion").asText()).isNotBlank();
                    assertThat(object.at("/metadata/name").asText()).startsWith(HelmChart.RELEASE + "-");
                })
                .extracting(HelmChartTest::title)
                .containsExactlyInAnyOrder(
                        "ConfigMap trial-settings",
                        "PersistentVolumeClaim trial-shared",
                        "Deployment trial-gateway",
                        "Service trial-gateway",
                        "Deployment trial-generator",
                        "StatefulSet trial-reward",
                        "StatefulSet trial-learner",
                        "Deployment trial-drift",
                        "PodDisruptionBudget trial-gateway",
                        "PodDisruptionBudget trial-generator",
                        "PodDisruptionBudget trial-reward");
    }

    @Test
    void shouldLeaveTheNumberOfGeneratorsToTheAutoscalerWhenThereIsOne() {
        JsonNode values = HelmChart.defaultValues();
        ((ObjectNode) values.at("/generator/autoscaling")).put("enabled", true);
        HelmChart scaled = new HelmChart(values);
        assertThat(workload(chart, "generator").at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(workload(scaled, "generator").at("/spec/replicas").isMissingNode())
                .isTrue();
        assertThat(scaled.objects("HorizontalPodAutoscaler")).singleElement().satisfies(scaler -> {
            assertThat(scaler.at("/spec/maxReplicas").asInt()).isLessThanOrEqualTo(Topics.DEFAULT_PARTITIONS);
            assertThat(scaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo("trial-generator");
        });
        assertThat(chart.objects("HorizontalPodAutoscaler")).isEmpty();
    }

    @Test
    void shouldGiveCommandLinesAndSettingsThatLoad(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("thumbstream.yaml"),
                chart.objects("ConfigMap").get(0).at("/data/thumbstream.yaml").asText());
        List<JsonNode> containers =
                workloads().flatMap(HelmChartTest::containers).toList();
        assertThat(containers).hasSize(7).allSatisfy(container -> {
            ThumbstreamSettings settings = settings(container, file);
            assertThat(settings.isEmbedded()).isFalse();
            assertThat(settings.admin().host()).isEqualTo("0.0.0.0");
            assertThat(settings.gateway().host()).isEqualTo("0.0.0.0");
            assertThat(settings.dataDir()).isEqualTo("/data");
        });
        ThumbstreamSettings settings = settings(containers.get(0), file);
        ThumbstreamSettings.Admin admin = settings.admin();
        assertThat(ports("gateway")).isEqualTo(Map.of("http", settings.gateway().port(), "admin", admin.gatewayPort()));
        assertThat(ports("generator")).isEqualTo(Map.of("admin", admin.generatorPort()));
        assertThat(ports("reward")).isEqualTo(Map.of("admin", admin.rewardPort()));
        assertThat(ports("learner")).isEqualTo(Map.of("admin", admin.learnerPort()));
    }

    @Test
    void shouldAskHealthAndReadinessOfEveryPartThatCanTell() {
        assertThat(List.of("gateway", "generator", "reward", "learner")).allSatisfy(part -> {
            JsonNode container = workload(chart, part).at("/spec/template/spec/containers/0");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health");
            assertThat(workload(chart, part)
                            .at("/spec/template/metadata/annotations")
                            .path("prometheus.io/port")
                            .asInt())
                    .isEqualTo(ports(part).get("admin"));
        });
    }

    @Test
    void shouldRunPodsWithFewRightsAndBoundedMemory() {
        String user = new Dockerfile().image("USER").get(0).replaceFirst(":.*", "");
        assertThat(workloads().map(workload -> workload.at("/spec/template/spec")))
                .hasSize(5)
                .allSatisfy(pod -> {
                    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
                    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                            .isTrue();
                    assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo(user);
                    assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                            .isGreaterThan(END_SECONDS);
                });
        assertThat(workloads().flatMap(HelmChartTest::containers)).allSatisfy(container -> {
            assertThat(container.at("/resources/requests/memory").asText()).isNotBlank();
            assertThat(container.at("/resources/limits/memory").asText()).isNotBlank();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.path("env").isMissingNode())
                    .as("secrets come by reference")
                    .isTrue();
            assertThat(container.at("/envFrom/0/secretRef/name").asText()).isEqualTo("thumbstream");
        });
    }

    @Test
    void shouldMountOnlyWhatThereIs() {
        assertThat(workloads()).allSatisfy(workload -> {
            Set<String> volumes = new HashSet<>(names(workload.at("/spec/template/spec/volumes"), "/name"));
            volumes.addAll(names(workload.at("/spec/volumeClaimTemplates"), "/metadata/name"));
            assertThat(containers(workload)
                            .flatMap(container -> names(container.path("volumeMounts"), "/name").stream()))
                    .isNotEmpty()
                    .isSubsetOf(volumes);
        });
        assertThat(workload(chart, "learner").at("/spec/replicas").asInt()).isEqualTo(1);
    }

    @Test
    void shouldHoldTheVersionOfTheImage() {
        String version = new ComposeFile().ours().get(0).image().substring(ComposeFile.OUR_IMAGE.length());
        assertThat(HelmChart.chart().path("appVersion").asText()).isEqualTo(version);
        assertThat(HelmChart.defaultValues().at("/image/tag").asText()).isEqualTo(version);
    }

    @Test
    void shouldRefuseActionsThatItCannotRead() {
        assertThatThrownBy(() -> chart.render("a: {{ .Values.image.tagg }}"))
                .hasMessageContaining("values.yaml has no image.tagg");
        assertThatThrownBy(() -> chart.render("a: {{ include \"b\" . }}")).hasMessageContaining("plain actions");
    }

    private static ThumbstreamSettings settings(JsonNode container, Path file) {
        List<String> arguments = new ArrayList<>(Delivery.texts(container.path("args")));
        assertThat(arguments).contains(SETTINGS_FILE);
        arguments.replaceAll(argument -> argument.equals(SETTINGS_FILE) ? file.toString() : argument);
        return Verbs.settings(arguments, new Dockerfile().environment());
    }

    private Stream<JsonNode> workloads() {
        return chart.objects().stream()
                .filter(object -> !object.at("/spec/template").isMissingNode());
    }

    private static JsonNode workload(HelmChart chart, String part) {
        return chart.objects().stream()
                .filter(object -> !object.at("/spec/template").isMissingNode())
                .filter(object -> object.at("/metadata/name").asText().equals(HelmChart.RELEASE + "-" + part))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Integer> ports(String part) {
        return Delivery.stream(workload(chart, part).at("/spec/template/spec/containers/0/ports"))
                .collect(Collectors.toMap(port -> port.path("name").asText(), port -> port.path("containerPort")
                        .asInt()));
    }

    private static Stream<JsonNode> containers(JsonNode workload) {
        JsonNode pod = workload.at("/spec/template/spec");
        return Stream.concat(Delivery.stream(pod.path("initContainers")), Delivery.stream(pod.path("containers")));
    }

    private static List<String> names(JsonNode list, String pointer) {
        return Delivery.stream(list).map(entry -> entry.at(pointer).asText()).toList();
    }

    private static String title(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }
}
