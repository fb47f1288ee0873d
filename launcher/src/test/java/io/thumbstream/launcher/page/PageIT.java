package io.thumbstream.launcher.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.thumbstream.launcher.gateway.GatewayRig;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, on a real gateway, broker and registry. */
class PageIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static GatewayRig rig;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static Chromium chromium;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Page page;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TryTab tab;

    @BeforeAll
    static void start() {
        rig = new GatewayRig(folder);
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() throws Exception {
        chromium.close();
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.pipeline().feedback().clear();
        page = chromium.open(rig.url("/"));
        tab = new TryTab(page);
    }

    @AfterEach
    void close() {
        chromium.leave(page);
    }

    @Test
    void shouldShowVoteCountedWhenThumbed() throws Exception {
        tab.ask("My parcel is late.");
        assertThat(page.locator(".answer .text")).hasText("Your parcel is on its way.");
        assertThat(page.locator(".answer h3")).containsText("policy version");
        tab.button("Helpful").click();
        assertThat(page.locator("#step-stored")).hasClass("done");
        tab.awaitCounted();
        assertThat(tab.button("Helpful")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#mine .state")).hasText("counted");
        assertThat(received().getValue()).hasValue(1.0);
        Chromium.snapshot(page, "try");
    }

    @Test
    void shouldNameLaterPolicyVersionWhenOneServes() throws Exception {
        tab.ask("My parcel is late.");
        tab.button("Not helpful").click();
        tab.awaitCounted();
        assertThat(received().getValue()).hasValue(-1.0);
        rig.pipeline().publish();
        assertThat(page.locator("#step-learned"))
                .hasText(
                        Pattern.compile("Policy version [1-9][0-9]* serves now"),
                        new LocatorAssertions.HasTextOptions().setTimeout(Chromium.PATIENCE_MS));
        assertThat(page.locator("#live-text")).hasText(Pattern.compile("Policy version [1-9][0-9]*"));
    }

    @Test
    void shouldSendPairWhenChoosingBetweenTwo() throws Exception {
        page.getByLabel("Two, to choose between").check();
        tab.ask("I want a refund.");
        assertThat(page.locator(".answer")).hasCount(2);
        tab.button("The second").click();
        Feedback vote = received();
        assertThat(vote.getKind()).isEqualTo(FeedbackKind.PAIR);
        assertThat(vote.getTargets()).hasSize(2);
        assertThat(vote.getValue()).hasValue(-1.0);
        Chromium.snapshot(page, "choose");
    }

    @Test
    void shouldSendWholeTextWhenAnswerIsCorrected() throws Exception {
        tab.ask("My parcel is late.");
        tab.button("Write it better").click();
        page.getByLabel("The answer as it should have been").fill("I am sorry. It comes tomorrow.");
        tab.button("Send correction").click();
        Feedback vote = received();
        assertThat(vote.getKind()).isEqualTo(FeedbackKind.EDIT);
        assertThat(vote.getText()).hasValue("I am sorry. It comes tomorrow.");
    }

    @Test
    void shouldShowCurvesAndVotesWhenRunIsChosenByKeyboard() throws Exception {
        tab.ask("My parcel is late.");
        tab.button("Helpful").click();
        assertThat(received().getSource()).isEqualTo("page");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Try it"))
                .focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#panel-run")).isVisible();
        assertThat(page.locator("#charts canvas"))
                .hasCount(6, new LocatorAssertions.HasCountOptions().setTimeout(Chromium.PATIENCE_MS));
        assertThat(page.locator("#votes"))
                .containsText("thumb up", new LocatorAssertions.ContainsTextOptions().setTimeout(Chromium.PATIENCE_MS));
        Chromium.snapshot(page, "run");
    }

    private static Feedback received() throws InterruptedException {
        return Optional.ofNullable(rig.pipeline().feedback().poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no feedback reached the topic"));
    }
}
