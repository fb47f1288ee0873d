package io.thumbstream.launcher.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.thumbstream.launcher.gateway.GatewayRig;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final double PATIENCE_MS = 20_000;
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static GatewayRig rig;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static Playwright playwright;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Page page;

    @BeforeAll
    static void start() {
        rig = new GatewayRig(folder);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(ChromiumFinder.find())
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        playwright.close();
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.pipeline().feedback().clear();
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1200, 900));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(rig.url("/"));
    }

    @AfterEach
    void close() {
        page.close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    @Test
    void shouldShowVoteCountedWhenThumbed() throws Exception {
        ask("My parcel is late.");
        assertThat(page.locator(".answer .text")).hasText("Your parcel is on its way.");
        assertThat(page.locator(".answer h3")).containsText("policy version");
        button("Helpful").click();
        assertThat(page.locator("#step-stored")).hasClass("done");
        assertThat(page.locator("#step-counted")).hasClass("done", patiently());
        assertThat(button("Helpful")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#mine .state")).hasText("counted");
        assertThat(received().getValue()).hasValue(1.0);
        snapshot("try");
    }

    @Test
    void shouldNameLaterPolicyVersionWhenOneServes() throws Exception {
        ask("My parcel is late.");
        button("Not helpful").click();
        assertThat(page.locator("#step-counted")).hasClass("done", patiently());
        assertThat(received().getValue()).hasValue(-1.0);
        rig.pipeline().publish();
        assertThat(page.locator("#step-learned"))
                .hasText(
                        Pattern.compile("Policy version [1-9][0-9]* serves now"),
                        new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
        assertThat(page.locator("#live-text")).hasText(Pattern.compile("Policy version [1-9][0-9]*"));
    }

    @Test
    void shouldSendPairWhenChoosingBetweenTwo() throws Exception {
        page.getByLabel("Two, to choose between").check();
        ask("I want a refund.");
        assertThat(page.locator(".answer")).hasCount(2);
        button("The second").click();
        Feedback vote = received();
        assertThat(vote.getKind()).isEqualTo(FeedbackKind.PAIR);
        assertThat(vote.getTargets()).hasSize(2);
        assertThat(vote.getValue()).hasValue(-1.0);
        snapshot("choose");
    }

    @Test
    void shouldSendWholeTextWhenAnswerIsCorrected() throws Exception {
        ask("My parcel is late.");
        button("Write it better").click();
        page.getByLabel("The answer as it should have been").fill("I am sorry. It comes tomorrow.");
        button("Send correction").click();
        Feedback vote = received();
        assertThat(vote.getKind()).isEqualTo(FeedbackKind.EDIT);
        assertThat(vote.getText()).hasValue("I am sorry. It comes tomorrow.");
    }

    @Test
    void shouldShowCurvesAndVotesWhenRunIsChosenByKeyboard() throws Exception {
        ask("My parcel is late.");
        button("Helpful").click();
        assertThat(received().getSource()).isEqualTo("page");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Try it"))
                .focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#panel-run")).isVisible();
        assertThat(page.locator("#charts canvas"))
                .hasCount(6, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS));
        assertThat(page.locator("#votes"))
                .containsText("thumb up", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
        snapshot("run");
    }

    private void ask(String question) {
        page.getByLabel("What would a customer write?").fill(question);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Ask").setExact(true))
                .click();
        assertThat(page.locator(".answer .actions").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Feedback received() throws InterruptedException {
        return Optional.ofNullable(rig.pipeline().feedback().poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no feedback reached the topic"));
    }

    private static LocatorAssertions.HasClassOptions patiently() {
        return new LocatorAssertions.HasClassOptions().setTimeout(PATIENCE_MS);
    }

    /** Keeps a picture beside the test reports. */
    private void snapshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "page-" + name + ".png"))
                .setFullPage(true));
    }
}
