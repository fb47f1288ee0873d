package io.thumbstream.launcher.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

/** What a person does in the view "Try it". */
final class TryTab {
    private final Page page;

    TryTab(Page page) {
        this.page = page;
    }

    /** Asks and waits until the answer may be judged. */
    void ask(String question) {
        page.getByLabel("What would a customer write?").fill(question);
        button("Ask").click();
        assertThat(page.locator(".answer .actions").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(Chromium.PATIENCE_MS));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Waits until the vote is shown as counted. */
    void awaitCounted() {
        assertThat(page.locator("#step-counted"))
                .hasClass("done", new LocatorAssertions.HasClassOptions().setTimeout(Chromium.PATIENCE_MS));
    }
}
