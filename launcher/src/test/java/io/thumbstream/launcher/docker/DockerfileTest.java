package io.thumbstream.launcher.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as far as it shows without building it. */
class DockerfileTest {
    private final Dockerfile dockerfile = new Dockerfile();

    @Test
    void shouldStandOnJava17NamedByTag() {
        assertThat(dockerfile.all("FROM"))
                .containsExactly("eclipse-temurin:17-jdk-jammy AS build", "eclipse-temurin:17-jre-jammy");
    }

    @Test
    void shouldRunAsNobodySpecialInADirectoryOfItsOwn() {
        String user = dockerfile.image("USER").get(0);
        assertThat(user).isEqualTo("10001:10001");
        assertThat(dockerfile.image("RUN").get(0))
                .contains("--uid 10001")
                .contains("install -d -o 10001 -g 10001 /data");
        assertThat(dockerfile.words("VOLUME")).containsExactly("/data");
        assertThat(dockerfile.environment()).containsEntry("THUMBSTREAM_DATA_DIR", "/data");
    }

    @Test
    void shouldKeepNativeThreadsFromSpinning() {
        assertThat(dockerfile.environment())
                .containsEntry("OMP_WAIT_POLICY", "PASSIVE")
                .containsEntry("DJL_OFFLINE", "true");
    }

    @Test
    void shouldStartWhatTheBuildMakes() throws IOException {
        String pom = Delivery.text(Delivery.REPOSITORY.resolve("launcher/pom.xml"));
        assertThat(pom)
                .contains("<finalName>thumbstream</finalName>")
                .contains("<classpathPrefix>lib/</classpathPrefix>");
        assertThat(dockerfile.image("COPY"))
                .containsExactly(
                        "--from=build /src/launcher/target/lib /opt/thumbstream/lib",
                        "--from=build /src/launcher/target/thumbstream.jar /opt/thumbstream/thumbstream.jar",
                        "--chmod=755 docker/start docker/healthcheck /opt/thumbstream/");
        assertThat(dockerfile.words("ENTRYPOINT")).containsExactly(Dockerfile.START);
        assertThat(Delivery.DOCKER.resolve("start")).isExecutable();
        assertThat(Verbs.parse(dockerfile.words("CMD")).commandSpec().name()).isEqualTo("help");
        assertThat(ignored())
                .contains("docker", "!docker/healthcheck", "!docker/start")
                .doesNotContain("mvnw", ".mvn", "launcher");
    }

    @Test
    void shouldTryThePipelineOnFreePortsWhenItIsBuilt() {
        ThumbstreamSettings tried = Verbs.settings(dockerfile.trial(), dockerfile.environment());
        assertThat(tried.isEmbedded()).isTrue();
        assertThat(tried.gateway().port()).isZero();
        assertThat(tried.embedded()).isEqualTo(new ThumbstreamSettings.Embedded(0, 0));
        assertThat(tried.admin()).isEqualTo(new ThumbstreamSettings.Admin("127.0.0.1", 0, 0, 0, 0));
        assertThat(tried.dataDir()).isEqualTo("/tmp/trial");
    }

    @Test
    void shouldExposeThePortsOfTheDefaultSettings() {
        ThumbstreamSettings settings = ThumbstreamSettings.defaults();
        ThumbstreamSettings.Admin admin = settings.admin();
        List<String> ports = Stream.of(
                        settings.gateway().port(),
                        admin.gatewayPort(),
                        admin.generatorPort(),
                        admin.rewardPort(),
                        admin.learnerPort())
                .map(String::valueOf)
                .toList();
        assertThat(dockerfile.image("EXPOSE").get(0).split(" ")).containsExactlyElementsOf(ports);
        assertThat(Delivery.text(Delivery.DOCKER.resolve("healthcheck")))
                .contains("set -- " + String.join(" ", ports.subList(1, ports.size())));
        assertThat(dockerfile.words("HEALTHCHECK")).containsExactly("/opt/thumbstream/healthcheck");
    }

    @Test
    void shouldStartThePartsOfTheFeedbackPathWithoutLongPausesAndTheOthersForNativeCode(@TempDir Path bin)
            throws Exception {
        List<String> told = List.of("-jar", "/opt/thumbstream/thumbstream.jar", "serve");
        assertThat(List.of("gateway", "reward")).allSatisfy(part -> assertThat(given(bin, "serve", part))
                .startsWith("-XX:+UseG1GC", "-XX:TieredStopAtLevel=4", "-XX:ReservedCodeCacheSize=240m", "-Xlast")
                .containsSubsequence(told)
                .endsWith(part));
        assertThat(List.of("learner", "generator", "drift")).allSatisfy(part -> assertThat(given(bin, "serve", part))
                .startsWith("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-Xlast")
                .containsSubsequence(told)
                .endsWith(part));
        assertThat(given(bin, "topics", "a b")).contains("-XX:+UseSerialGC").endsWith("topics", "a b");
    }

    @Test
    void shouldGiveOptionsThatJavaTakes(@TempDir Path bin) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String options = dockerfile.environment().getOrDefault("JDK_JAVA_OPTIONS", "");
        for (String part : List.of("gateway", "learner")) {
            List<String> command = new ArrayList<>(List.of(java));
            given(bin, "serve", part).stream()
                    .filter(each -> each.startsWith("-XX"))
                    .forEach(command::add);
            command.add("-version");
            ProcessBuilder start = new ProcessBuilder(command);
            start.environment().put("JDK_JAVA_OPTIONS", options);
            assertThat(said(start)).contains(options).doesNotContainIgnoringCase("warning");
        }
    }

    /** What the start script gives to Java. */
    private static List<String> given(Path bin, String... arguments) throws Exception {
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        List<String> command =
                new ArrayList<>(List.of(Delivery.DOCKER.resolve("start").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder start = new ProcessBuilder(command);
        start.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        start.environment().put("THUMBSTREAM_JAVA_OPTIONS", "-Xlast");
        return said(start).lines().toList();
    }

    private static String said(ProcessBuilder start) throws Exception {
        Process process = start.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void shouldHoldVersionOfTheBuild() {
        String version = new ComposeFile().ours().get(0).image().substring(ComposeFile.OUR_IMAGE.length());
        assertThat(dockerfile.image("LABEL").get(0)).contains("org.opencontainers.image.version=\"" + version + "\"");
    }

    private static List<String> ignored() throws IOException {
        return Files.readAllLines(Delivery.DOCKER.resolve("Dockerfile.dockerignore"));
    }
}
