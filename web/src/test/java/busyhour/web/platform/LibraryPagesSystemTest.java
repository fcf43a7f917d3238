package busyhour.web.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;


import busyhour.web.library.TestMedia;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Test;

/** Registrars, media and tests in a real browser, as somebody makes a first test of them. */
class LibraryPagesSystemTest {

    private static final String ROOT = "/projects/default";

    @Test
    void shouldMakeATestOfARegistrarAndAFileAndRunIt() throws Exception {
        try (TestBrowser browser = TestBrowser.launch(); TestPlatform platform = new TestPlatform()) {
            platform.connectWorker("w1", 5, 200);
            Page page = browser.light(platform, ROOT + "/registrars");
            page.onDialog(Dialog::accept);
            registrar(page);
            media(page, TestBrowser.root(platform));
            newTest(page, TestBrowser.root(platform));

            page.navigate(TestBrowser.root(platform) + ROOT + "/tests");
            page.locator("#tests tbody tr").first().waitFor();
            TestBrowser.picture(page, "tests");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy pbx test")).click();
            page.waitForURL("**/tests/*");
            assertThat(page.locator("h1")).hasText("pbx test (copy)");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete")).click();
            page.waitForURL("**/tests");
            assertThat(page.locator("#tests tbody tr")).hasCount(1);

            String test = platform.get("/api/v1" + ROOT + "/tests").data().get(0).path("id").asText();
            for (String each : new String[] {"/tests", "/tests/" + test, "/registrars", "/media"}) {
                String name = each.startsWith("/tests/") ? "test" : each.substring(1);
                Page dark = browser.dark(platform, ROOT + each);
                dark.locator("main h1").waitFor();
                dark.waitForTimeout(300);
                TestBrowser.picture(dark, name + "-dark");
                Page phone = browser.phone(platform, ROOT + each);
                phone.locator("main h1").waitFor();
                phone.waitForTimeout(300);
                TestBrowser.nothingSticksOut(phone);
                TestBrowser.picture(phone, name + "-phone");
            }
            page.navigate(TestBrowser.root(platform) + ROOT + "/tests/" + test);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run now")).click();
            page.waitForURL("**/runs/*");
            assertThat(browser.faults()).as("but for what was refused on purpose").allMatch(fault -> fault.contains("422"));
        }
    }

    private static void registrar(Page page) {
        page.locator("#registrars .empty").waitFor();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("pbx");
        page.getByLabel("Domain", new Page.GetByLabelOptions().setExact(true)).fill("not a host");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add registrar")).click();
        assertThat(page.locator("[data-field=domain] ~ .fault")).containsText("expected a host name or address");
        TestBrowser.picture(page, "registrars-empty");
        page.getByLabel("Domain", new Page.GetByLabelOptions().setExact(true)).fill("10.0.0.5");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add registrar")).click();
        page.waitForURL("**/registrars/*");
        page.locator("#import summary").click();
        page.getByLabel("Or lines username").fill("100,secret\n101,secret\n102,secret\n103");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Import")).click();
        assertThat(page.locator("#import .problem")).containsText("line 4: found one value");
        page.getByLabel("Or lines username").fill("100,secret\n101,secret\n102,secret");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Import")).click();
        assertThat(page.locator("#accounts tbody tr")).hasCount(3);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete the account 102")).click();
        assertThat(page.locator("#accounts tbody tr")).hasCount(2);
        TestBrowser.picture(page, "registrar");
    }

    private static void media(Page page, String root) {
        page.navigate(root + ROOT + "/media");
        page.locator("#media .empty").waitFor();
        page.getByLabel("Files to add").setInputFiles(new FilePayload[] {new FilePayload("prompt.wav", "audio/wav", TestMedia.wav(24_000)),
            new FilePayload("broken.wav", "audio/wav", "nothing".getBytes())});
        assertThat(page.locator("#media li")).hasCount(1);
        assertThat(page.locator("#media li")).containsText("pcm_s16le 8 kHz mono · level -9.0 dBFS, peak -6.0");
        assertThat(page.locator(".problem")).containsText("broken.wav");
        page.waitForFunction("() => { const audio = document.querySelector('#media audio'); audio.preload = 'auto'; audio.load(); return true; }");
        page.waitForFunction("() => Math.abs(document.querySelector('#media audio').duration - 3) < 0.1");
        TestBrowser.picture(page, "media");
    }

    private static void newTest(Page page, String root) {
        page.navigate(root + ROOT + "/tests");
        page.locator("#tests .empty").waitFor();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New test")).click();
        assertThat(page.locator(".section-head .pill").first()).hasText("valid, not saved");
        page.getByLabel("Add a registrar").selectOption("pbx");
        page.locator("[data-group=agents]").getByLabel("Registers at").selectOption("pbx");
        page.locator("[data-group=callers]").getByLabel("Registers at").selectOption("pbx");
        page.locator("[data-group=callers]").getByLabel("Plays").fill("prompt.wav");
        page.getByLabel("Name").first().fill("pbx test");
        page.getByLabel("Labels").fill("nightly, pbx");
        page.getByLabel("Each call lasts").fill("soon");
        page.getByLabel("Labels").focus();
        assertThat(page.locator("[data-field=duration] ~ .fault")).containsText("found 'soon'");
        page.getByLabel("Each call lasts").fill("20s");
        page.getByLabel("Labels").focus();
        assertThat(page.locator("#summary")).containsText("pbx: 2 accounts for 20 endpoints, 18 short");
        TestBrowser.picture(page, "test-form");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("YAML")).click();
        String yaml = page.getByLabel("The plan as YAML").inputValue();
        assertThat(yaml).contains("stored: pbx", "labels: [nightly, pbx]", "media: { audio: prompt.wav }", "  - mos.avg >= 4.0");
        page.getByLabel("The plan as YAML").fill(yaml.replace("endpoints: 10", "endpoints: 1").replace("codecs: [PCMU]", "codecs: [SPEEX]"));
        assertThat(page.locator("#faults li")).hasCount(2);
        page.locator("#faults button").first().click();
        assertThat(page.locator(".gutter .bad")).hasCount(2);
        TestBrowser.picture(page, "test-yaml-faults");
        page.getByLabel("The plan as YAML").fill("# ours\n" + yaml.replace("endpoints: 10", "endpoints: 1"));
        assertThat(page.locator("#faults li")).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
        page.waitForURL(url -> url.contains("/tests/") && !url.endsWith("/new"));
        assertThat(page.locator("h1")).hasText("pbx test");
        assertThat(page.getByLabel("The plan as YAML").inputValue()).startsWith("# ours\n");
        assertThat(page.locator(".section-head .pill").first()).hasText("valid");
        TestBrowser.picture(page, "test");
    }
}
