package io.thumbstream.launcher.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Chromium without a window, and what its console complains of. */
final class Chromium implements AutoCloseable {
    /** How long a test waits for something that the page shows. */
    static final double PATIENCE_MS = 60_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(ChromiumFinder.find())
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    /** Opens a page. */
    Page open(String url) {
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1200, 900));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(url);
        return page;
    }

    /** Keeps a picture beside the test reports. */
    static void snapshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "page-" + name + ".png"))
                .setFullPage(true));
    }

    /** Closes a page; fails when anything was complained of since the last time. */
    void leave(Page page) {
        page.close();
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertThat(heard).as("errors in the browser's console").isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
