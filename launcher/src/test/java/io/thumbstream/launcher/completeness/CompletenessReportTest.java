package io.thumbstream.launcher.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.completeness.Completeness;
import io.thumbstream.lab.completeness.FeedbackRecord;
import io.thumbstream.lab.completeness.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletenessReportTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<Kind> KINDS =
            List.of(new Kind("thumb", Duration.ofSeconds(20), false), new Kind("edit", Duration.ofHours(1), false));

    @Test
    void shouldSayNullAndUnobservedWhereNobodyVoted() {
        CompletenessReport report = report();

        assertThat(report.json().path("figures").get(0).toString())
                .contains("feedback-complete-at-window-thumb")
                .contains("\"value\":1.0");
        assertThat(report.json().path("figures").get(3).toString())
                .contains("feedback-complete-at-window-edit")
                .contains("\"value\":null");
        assertThat(report.json().at("/kinds/1/ages/0/share").isNull()).isTrue();
        assertThat(table(report).lines())
                .anySatisfy(line -> assertThat(line).startsWith("edit").endsWith("unobserved"))
                .anySatisfy(line -> assertThat(line).startsWith("thumb").endsWith("100.0 %"));
    }

    /** A week has 604,800 s, and its steps go up to 500,000 s. */
    @Test
    void shouldKeepTheZerosOfLongTimes() {
        List<Kind> week = List.of(new Kind("thumb", Duration.ofDays(7), false));
        FeedbackRecord record = new FeedbackRecord(
                List.of(new FeedbackRecord.Answer("a", "g", START)),
                List.of(new FeedbackRecord.Vote("1", "thumb", "g", List.of("a"), START.plusSeconds(120_000))));
        CompletenessReport report = new CompletenessReport(Completeness.of(record, week, 1), 1);

        assertThat(table(report)).contains("604800 s", "120000 s", "500000 s").doesNotContain("6048 s");
        assertThat(report.report(Map.of()).facts().values())
                .singleElement()
                .asString()
                .startsWith("window 604800 s, ")
                .endsWith("watched 120000 s");
    }

    @Test
    void shouldDrawOneLineForEachKindThatHasVotes() {
        assertThat(report().report(Map.of()).curves()).singleElement().satisfies(curve -> assertThat(curve.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.label()).isEqualTo("thumb")));
        assertThat(new CompletenessReport(Completeness.of(new FeedbackRecord(List.of(), List.of()), KINDS, 1), 1)
                        .report(Map.of())
                        .curves())
                .isEmpty();
    }

    private static CompletenessReport report() {
        FeedbackRecord record = new FeedbackRecord(
                List.of(
                        new FeedbackRecord.Answer("a", "g", START),
                        new FeedbackRecord.Answer("b", "g", START.plusSeconds(100))),
                List.of(
                        new FeedbackRecord.Vote("1", "thumb", "g", List.of("a"), START.plusSeconds(3)),
                        new FeedbackRecord.Vote("2", "thumb", "g", List.of("b"), START.plusSeconds(120))));
        return new CompletenessReport(Completeness.of(record, KINDS, 1), 1);
    }

    private static String table(CompletenessReport report) {
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out));
        return out.toString();
    }
}
