package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 3xx that the caller follows, and those that it does not (RFC 3261 8.1.3.4). */
class RedirectsSimTest {

    private static final long S = 1_000_000_000L;

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private SimParty party;

    @BeforeEach
    void start() {
        peer = new RawPeer(network, "10.0.0.2", 5060);
        party = new SimParty(network, "10.0.0.1", 5060);
        party.add("alice", peer.address);
    }

    private String answer(final String status, final String headers) {
        peer.send(party.address, RawPeer.response(lastInvite(), status, "t" + peer.received.size(), headers, ""));
        network.runFor(S / 10);
        return lastInvite();
    }

    private String lastInvite() {
        return peer.received.stream().filter(text -> text.startsWith("INVITE ")).reduce((a, b) -> b).orElseThrow();
    }

    private static String target(final String request) {
        return request.split(" ")[1];
    }

    private void call() {
        party.invite(0, "sip:bob@10.0.0.2");
        network.runFor(S / 10);
    }

    private void ended(final String event) {
        assertThat(party.events).endsWith(event);
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldTryContactsByTheirPreference() {
        call();
        final String first = lastInvite();
        String next = answer("302 Moved Temporarily",
                "Contact: <sip:low@10.0.0.2>;q=0.1, <sip:best@10.0.0.2?Subject=x>, <tel:+1>;q=1.0\r\nContact: <sip:mid@10.0.0.2>;q=0.55\r\n");
        assertThat(target(next)).isEqualTo("sip:best@10.0.0.2");
        assertThat(RawPeer.header(next, "Call-ID")).isEqualTo(RawPeer.header(first, "Call-ID"));
        assertThat(RawPeer.header(next, "To")).isEqualTo(RawPeer.header(first, "To"));
        assertThat(RawPeer.header(next, "From")).isEqualTo(RawPeer.header(first, "From"));
        assertThat(RawPeer.header(next, "CSeq")).isEqualTo("2 INVITE");
        assertThat(next).endsWith(first.substring(first.indexOf("\r\n\r\n")));
        next = answer("486 Busy Here", "");
        assertThat(target(next)).isEqualTo("sip:mid@10.0.0.2");
        next = answer("480 Temporarily Unavailable", "");
        assertThat(target(next)).isEqualTo("sip:low@10.0.0.2");
        answer("404 Not Found", "");
        assertThat(party.events).containsExactly("sent 0", "redirected 0 302", "redirected 0 486", "redirected 0 480", "failed 0 404");
        ended("failed 0 404");
    }

    @Test
    void shouldRefuseLoops() {
        call();
        assertThat(target(answer("302 Moved", "Contact: <sip:carol@10.0.0.2>\r\n"))).isEqualTo("sip:carol@10.0.0.2");
        answer("302 Moved", "Contact: <sip:bob@10.0.0.2>, <sip:carol@10.0.0.2>\r\n");
        ended("failed 0 302");
    }

    @Test
    void shouldFollowFiveTimesAtMost() {
        call();
        for (int i = 1; i <= 5; i++) {
            assertThat(target(answer("302 Moved", "Contact: <sip:hop" + i + "@10.0.0.2>\r\n"))).isEqualTo("sip:hop" + i + "@10.0.0.2");
        }
        answer("302 Moved", "Contact: <sip:hop6@10.0.0.2>\r\n");
        assertThat(target(lastInvite())).isEqualTo("sip:hop5@10.0.0.2");
        ended("failed 0 302");
    }

    @Test
    void shouldStopAtA6xx() {
        call();
        answer("300 Multiple Choices", "Contact: <sip:a@10.0.0.2>, <sip:b@10.0.0.2>\r\n");
        answer("603 Decline", "");
        ended("failed 0 603");
    }

    @Test
    void shouldNotFollowWhatNamesNoTarget() {
        for (final String headers : new String[] {"", "Contact: <tel:+1>\r\n", "Contact: *\r\n"}) {
            call();
            answer("302 Moved", headers);
            assertThat(party.events).as(headers).endsWith("failed 0 302");
        }
        call();
        answer("305 Use Proxy", "Contact: <sip:10.0.0.9>\r\n");
        ended("failed 0 305");
    }

    @Test
    void shouldLeaveRedirectionsToTheUserWhenThePolicySaysSo() {
        party.add("dave", peer.address, UserAgentPolicy.PLAIN.withFollowRedirects(false));
        party.invite(1, "sip:bob@10.0.0.2");
        network.runFor(S / 10);
        answer("302 Moved", "Contact: <sip:carol@10.0.0.2>\r\n");
        ended("failed 1 302");
    }

    @Test
    void shouldTryTheNextWhenNobodyAnswersAndEndAHungUpCall() {
        call();
        answer("302 Moved", "Contact: <sip:a@10.0.0.77>, <sip:b@10.0.0.2>;q=0.5, <sip:c@10.0.0.2>;q=0.4\r\n");
        network.runFor(33 * S);
        assertThat(target(lastInvite())).isEqualTo("sip:b@10.0.0.2");
        party.hangUpAll();
        answer("486 Busy Here", "");
        assertThat(target(lastInvite())).isEqualTo("sip:b@10.0.0.2");
        ended("failed 0 486");
    }

    @Test
    void shouldSayWhereElseToCall() {
        final SimParty callee = new SimParty(network, "10.0.0.3", 5060);
        callee.add("bob", party.address);
        callee.selected = 0;
        callee.ringStatus = 0;
        callee.redirectTo = "<sip:x@10.0.0.2>;q=0.3, <sip:y@10.0.0.2>;q=0.7";
        final int ua = party.add("erin", callee.address);
        party.invite(ua, "sip:bob@10.0.0.3");
        network.runFor(S / 10);
        assertThat(target(lastInvite())).isEqualTo("sip:y@10.0.0.2");
        assertThat(callee.events).containsExactly("invite 0");
        assertThat(target(answer("500 Oops", ""))).isEqualTo("sip:x@10.0.0.2");
        answer("500 Oops", "");
        ended("failed 1 500");
        Refusals.nothingIsLeft(network, List.of(callee));
    }
}
