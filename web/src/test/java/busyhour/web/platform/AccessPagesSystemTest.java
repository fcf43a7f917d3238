package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/** Signing in, members, keys, the organisation and the audit log, in a real browser. */
class AccessPagesSystemTest {

    @Test
    void shouldBringSomebodyInAndLetThemWork() throws Exception {
        try (TestBrowser browser = TestBrowser.launch(); TestPlatform platform = new TestPlatform()) {
            String root = TestBrowser.root(platform);
            Page owner = browser.stranger(1280, ColorScheme.LIGHT);
            owner.navigate(platform.setUpLink());
            owner.fill("#email", "ada@example.org");
            owner.fill("#name", "Ada Lovelace");
            owner.fill("#password", "correct horse");
            TestBrowser.picture(owner, "invitation");
            owner.keyboard().press("Enter");
            owner.waitForURL(root + "/");

            owner.navigate(root + "/members");
            owner.locator("#members tbody tr").first().waitFor();
            assertThat(owner.locator("#members").textContent()).contains("Ada Lovelace", "owner");
            owner.fill("#invite input[name=email]", "bob@example.org");
            owner.selectOption("#invite select[name=role]", "VIEWER");
            owner.locator("#invite input[name=all]").uncheck();
            owner.locator("#invite button[type=submit]").click();
            owner.locator("[data-field=projects] .bad").waitFor();
            owner.locator("#invite [data-project]").first().check();
            owner.selectOption("#invite [aria-label='Role in Default']", "TESTER");
            owner.locator("#invite button[type=submit]").click();
            String link = owner.locator("[data-secret]").textContent();
            owner.locator("#invitations tbody tr").first().waitFor();
            TestBrowser.picture(owner, "members");

            Page bob = browser.stranger(390, ColorScheme.DARK);
            bob.navigate(link);
            bob.fill("#name", "Bob");
            bob.fill("#password", "battery staple");
            bob.keyboard().press("Enter");
            bob.waitForURL(root + "/");
            bob.navigate(root + "/keys");
            bob.locator(".empty").waitFor();
            bob.navigate(root + "/members");
            bob.locator("#members tbody tr").nth(1).waitFor();
            assertThat(bob.locator("#invite").count()).as("a viewer invites nobody").isZero();
            TestBrowser.nothingSticksOut(bob);
            TestBrowser.picture(bob, "members-phone");
            bob.navigate(root + "/me");
            bob.locator("#password").waitFor();
            assertThat(bob.locator("table").textContent()).contains("Default", "tester");
            TestBrowser.picture(bob, "me-phone");

            owner.navigate(root + "/keys");
            owner.fill("#make input[name=name]", "nightly build");
            owner.locator("#make button[type=submit]").click();
            assertThat(owner.locator("[data-secret]").textContent()).startsWith("cmk_");
            owner.locator("#keys tbody tr", new Page.LocatorOptions().setHasText("nightly build")).waitFor();
            TestBrowser.picture(owner, "keys");

            owner.navigate(root + "/organisation");
            owner.fill("#make-project input[name=name]", "Contact centre");
            owner.locator("#make-project button[type=submit]").click();
            owner.locator("#projects", new Page.LocatorOptions().setHasText("contact-centre")).waitFor();
            TestBrowser.picture(owner, "organisation");

            owner.navigate(root + "/members");
            owner.onDialog(dialog -> dialog.accept());
            owner.locator("[aria-label='Remove Bob']").click();
            owner.waitForFunction("() => !document.querySelector('#members').textContent.includes('Bob')");
            bob.navigate(root + "/members");
            assertThat(bob.locator("#email").isVisible()).as("whoever is removed is signed out").isTrue();
            TestBrowser.picture(bob, "login-phone");

            Page dark = browser.dark(platform, "/audit");
            dark.locator("#log tbody tr").first().waitFor();
            dark.fill("input[name=action]", "invitation");
            dark.waitForFunction("() => document.querySelectorAll('#log tbody tr').length === 4");
            TestBrowser.picture(dark, "audit-dark");
            assertThat(browser.faults()).as("but the refused invitation").allMatch(fault -> fault.contains("422"));
        }
    }
}
