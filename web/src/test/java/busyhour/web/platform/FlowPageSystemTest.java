package busyhour.web.platform;

import static busyhour.web.platform.TestBrowser.picture;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The call flow of an endpoint: as a diagram in a browser, as JSON, text and capture file over REST. */
class FlowPageSystemTest {
    private static final int PAIRS = 6;
    private static final int LONG = PAIRS + 1;
    private static final int ACTING = PAIRS + 2;

    private static TestPlatform platform;
    private static String run;
    private static TestBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
        platform.connectWorker("w1", 4, 50);
        run = platform.run(TestPlatform.plan(PAIRS));
        platform.awaitEnd(run, 60_000);
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        platform.close();
    }

    private static String endpoint(int number) {
        return "/api/v1/projects/default/test-runs/" + run + "/endpoints/" + number;
    }

    private static Page drawn(Page page) {
        page.locator(".flow-row").first().waitFor();
        return page;
    }

    @Test
    void shouldDrawCallAndShowItsMessagesByKeyboard() {
        Page page = drawn(browser.light(platform, "/runs/" + run + "/endpoints/" + PAIRS + "/flow"));
        assertThat(page.locator(".flow-row").count()).isGreaterThanOrEqualTo(10);
        assertThat(page.locator(".flow-head").allTextContents().toString()).contains("endpoint #" + PAIRS, "127.0.0.1:5062", "127.0.0.1:5060");
        assertThat(page.locator(".flow-label").allTextContents()).contains("REGISTER", "401 Unauthorized · REGISTER", "INVITE · SDP", "200 OK · INVITE · SDP",
                "ACK", "BYE");
        assertThat(page.locator("#identity").textContent()).contains("P-Asserted-Identity\"Reception\" <sip:desk@example.org>", "Diversion");
        assertThat(page.locator("#ending").textContent()).contains("success", "200 OK");
        page.locator(".flow-row[tabindex='0']").focus();
        for (int i = 0; i < 4; i++) {
            page.keyboard().press("ArrowDown");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator(".flow-message pre").textContent()).startsWith("INVITE sip:2006@127.0.0.1");
        assertThat(page.locator(".flow-row.chosen").getAttribute("aria-label")).startsWith("sent INVITE · SDP");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".flow-message pre").textContent()).as("the message follows the focus").startsWith("SIP/2.0 100 Trying");
        picture(page, "flow", false);
        page.keyboard().press("Escape");
        assertThat(page.locator(".flow-message").isVisible()).isFalse();

        Page inDark = drawn(browser.dark(platform, "/runs/" + run + "/endpoints/" + PAIRS + "/flow"));
        inDark.locator(".flow-row").nth(5).click();
        picture(inDark, "flow-dark", false);
        Page onPhone = drawn(browser.phone(platform, "/runs/" + run + "/endpoints/" + PAIRS + "/flow"));
        TestBrowser.nothingSticksOut(onPhone);
        picture(onPhone, "flow-phone", false);
        onPhone.locator(".flow-row").nth(4).click();
        assertThat(onPhone.locator(".flow-message pre").isVisible()).isTrue();
        picture(onPhone, "flow-phone-message", false);
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void shouldDrawLongTraceAtOnceAndSayWhatIsLeftOut() {
        Page page = drawn(browser.light(platform, "/runs/" + run + "/endpoints/" + LONG + "/flow"));
        assertThat(page.locator(".flow-row").count()).isGreaterThan(300);
        assertThat(page.locator(".flow-gap").allTextContents()).containsExactly("… 1,234 messages left out …");
        assertThat(page.locator(".flow-row.bad .flow-label").allTextContents()).anyMatch(text -> text.startsWith("malformed"))
                .anyMatch(text -> text.startsWith("503"));
        Object drawMs = page.evaluate("async () => { const {Ladder} = await import('/assets/ladder.js'); const box = document.createElement('div');"
                + " document.body.append(box); const l = new Ladder(box, 'x'); l.width = 800; l.messages = Array.from({length: 200}, (_, i) => ({number: i, timeMs: i,"
                + " direction: i % 2 ? 'sent' : 'received', peer: 'p', local: null, summary: 'INVITE x SIP/2.0', message: 'INVITE x SIP/2.0'}));"
                + " const t = performance.now(); l.draw(); const took = performance.now() - t; box.remove(); return took; }");
        System.out.println("[pages] drawing 200 messages: " + drawMs + " ms");
        assertThat(((Number) drawMs).doubleValue()).isLessThan(500);
        page.locator(".flow-gap").scrollIntoViewIfNeeded();
        picture(page, "flow-long", false);
        Page acting = drawn(browser.light(platform, "/runs/" + run + "/endpoints/" + ACTING));
        acting.locator("#actions", new Page.LocatorOptions().setHasText("send-dtmf")).waitFor(); // drawn apart from the rest
        assertThat(acting.locator("#actions").textContent()).contains("send-dtmf", "done", "failed: no digit within 5 s", "failed (488): the peer refused the offer");
        picture(acting, "endpoint-actions");
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void shouldGiveTraceInPagesAsTextAndAsCapture() {
        JsonNode first = platform.get(endpoint(LONG) + "/trace?perPage=100").json();
        assertThat(first.at("/meta/truncated").asInt()).isEqualTo(1_234);
        assertThat(first.at("/meta/pagination/totalPages").asInt()).isEqualTo(4);
        JsonNode last = platform.get(endpoint(LONG) + "/trace?perPage=100&page=4").data();
        assertThat(last.get(last.size() - 1).path("number").asInt()).isGreaterThan(1_500);
        assertThat(first.at("/data/0/transport").asText()).isEqualTo("UDP");
        assertThat(first.at("/data/0/local").asText()).isEqualTo("127.0.0.1:5062");
        assertThat(first.at("/data/0/time").asText()).startsWith("20").endsWith("Z");

        TestPlatform.Reply text = platform.get(endpoint(LONG) + "/trace?format=text");
        assertThat(text.raw().headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"" + run + "-endpoint-" + LONG + ".txt\"");
        assertThat(text.raw().body()).contains("… 1234 messages left out …", "sent  UDP 127.0.0.1:5062 -> 127.0.0.1:5060", ", malformed");
        TestPlatform.Reply capture = platform.get(endpoint(LONG) + "/trace?format=pcap");
        assertThat(capture.raw().headers().firstValue("Content-Type")).hasValue("application/vnd.tcpdump.pcap");
        assertThat(capture.raw().headers().firstValue("Content-Disposition").orElseThrow()).endsWith(".pcap\"");
        assertThat(platform.get(endpoint(LONG) + "/trace?format=doc").status()).isEqualTo(400);

        JsonNode detail = platform.get(endpoint(ACTING)).data();
        assertThat(detail.path("stepsDone").asInt()).isEqualTo(1);
        assertThat(detail.path("stepsFailed").asInt()).isEqualTo(2);
        assertThat(detail.path("reason").asText()).isEqualTo("OK");
        assertThat(detail.at("/actions/1/reason").asText()).isEqualTo("no digit within 5 s");
        assertThat(detail.at("/identity/privacy/0").asText()).isEqualTo("id");
    }
}
