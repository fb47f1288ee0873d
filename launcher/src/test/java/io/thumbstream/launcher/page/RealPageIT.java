package io.thumbstream.launcher.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.thumbstream.launcher.pipeline.Crowd;
import io.thumbstream.launcher.pipeline.StackRig;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the real stack: a person asks and thumbs, and sees what becomes of it. */
class RealPageIT {
    private static final Pattern VERSION = Pattern.compile("[Pp]olicy version ([0-9]+)");
    private static final String QUESTION = "My order is late. Where is it?";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static StackRig rig;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        rig = new StackRig(folder);
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        rig.close();
    }

    @Test
    void shouldNameTheLaterPolicyVersionThatServesWhenAnAnswerWasThumbed() {
        Page page = chromium.open(rig.gateway().toString());
        TryTab tab = new TryTab(page);
        tab.ask(QUESTION);
        assertThat(page.locator(".answer .text")).not().isEmpty();
        long answered = version(page, ".answer h3");
        tab.button("Helpful").click();
        assertThat(page.locator("#step-stored")).hasClass("done");
        tab.awaitCounted();
        assertThat(page.locator("#mine .state")).hasText("counted");

        Crowd others = new Crowd(rig::gateway, QUESTION);
        try (others) {
            StackRig.await("a later policy version on the page", () -> VERSION.matcher(
                            page.locator("#step-learned").innerText())
                    .find());
        }
        assertThat(page.locator("#step-learned")).hasClass("done");
        long later = version(page, "#step-learned");
        assertThat(later).isGreaterThan(answered);
        Chromium.snapshot(page, "real");

        tab.ask(QUESTION);
        assertThat(version(page, ".answer h3")).isGreaterThanOrEqualTo(later);
        assertThat(others.statuses()).containsOnly(200);
        chromium.leave(page);
    }

    private static long version(Page page, String selector) {
        Matcher named = VERSION.matcher(page.locator(selector).innerText());
        assertThat(named.find()).as(page.locator(selector).innerText()).isTrue();
        return Long.parseLong(named.group(1));
    }
}
