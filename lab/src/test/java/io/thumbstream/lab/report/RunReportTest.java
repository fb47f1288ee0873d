package io.thumbstream.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private final Figures figures = new Figures(List.of(
            new Figure("prequential-accuracy", 0.775, "", Demand.atLeast(0.77)),
            new Figure("requests-refused", 2, "requests", Demand.exactly(0)),
            new Figure("gold-utility-base", Double.NaN, "points", Demand.NONE)));

    @Test
    void shouldSayWhatIsMetAndMissedWhenWrittenAsJson() {
        assertThat(figures.toJson().toString())
                .isEqualTo("{\"figures\":["
                        + "{\"name\":\"prequential-accuracy\",\"value\":0.775,\"unit\":\"\",\"demanded\":\">= 0.77\","
                        + "\"met\":true},"
                        + "{\"name\":\"requests-refused\",\"value\":2.0,\"unit\":\"requests\",\"demanded\":\"= 0\","
                        + "\"met\":false},"
                        + "{\"name\":\"gold-utility-base\",\"value\":null,\"unit\":\"points\",\"demanded\":null,"
                        + "\"met\":null}]}");
        assertThat(figures.missed()).extracting(Figure::name).containsExactly("requests-refused");
    }

    @Test
    void shouldMissTheDemandWhenTheFigureCouldNotBeMeasured() {
        assertThat(new Figure("a", Double.NaN, "", Demand.atMost(1)).met()).isFalse();
    }

    @Test
    void shouldUseStudentsTWhenSeedsAreFew() {
        Interval interval = Interval.of(1, 2, 3);
        assertThat(interval.mean()).isEqualTo(2);
        assertThat(interval.high()).isCloseTo(2 + 4.303 / Math.sqrt(3), within(1e-9));
        assertThat(Interval.of(5).low()).isEqualTo(5);
        assertThatThrownBy(Interval::of).hasMessageContaining("at least 1");
    }

    @Test
    void shouldWriteFilesThatStandAloneWhenAReportIsMade(@TempDir Path dir) throws Exception {
        Curve curve = new Curve(
                "gold-utility",
                "Gold <utility>",
                "votes",
                "points",
                false,
                List.of(new Curve.Line("seed 1", List.of(0.0, 1.0), List.of(0.5, 0.9))));
        Curve bars = new Curve(
                "latency", "Latency", "s", "votes", true, List.of(new Curve.Line("all", List.of(1.0), List.of(3.0))));
        new RunReport("A run", Map.of("seed", "1"), figures, List.of(curve, bars)).writeTo(dir);
        JsonNode json = new ObjectMapper().readTree(dir.resolve("report.json").toFile());
        assertThat(json.path("figures")).hasSize(3);
        assertThat(json.path("curves")
                        .path("gold-utility")
                        .path(0)
                        .path("y")
                        .path(1)
                        .asDouble())
                .isEqualTo(0.9);
        assertThat(ImageIO.read(dir.resolve("gold-utility.png").toFile()).getWidth())
                .isEqualTo(900);
        assertThat(Files.readString(dir.resolve("report.html")))
                .contains("data:image/png;base64,", "Gold &lt;utility&gt;", "class=\"missed\"")
                .doesNotContain("http", "<script");
    }
}
