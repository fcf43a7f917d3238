package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.TortureMessages;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What live user agents and the built-in registrar answer to each torture message of RFC 4475 and RFC 5118. A verdict
 * may allow several status codes; 0 = no answer at all. A registration that goes well says 401 first: it asks for credentials.
 */
class TortureSimTest {

    private static final long S = 1_000_000_000L;
    private static final List<Integer> NOTHING = List.of(0);
    private static final List<Integer> ACCEPTED = List.of(200);
    private static final List<Integer> BAD = List.of(400);
    /** Bad, or understood by a liberal element. */
    private static final List<Integer> BAD_OR_ACCEPTED = List.of(400, 200);
    /** We are no registrar. */
    private static final List<Integer> NO_REGISTRAR = List.of(405);

    /** A domain that the registrar does not serve. */
    private static final List<Integer> NOT_HERE = List.of(404);

    /** What a user agent may answer, by name of the message. wsinv, BYEs: their To tag is of no dialog here. */
    private static final Map<String, List<Integer>> ANSWERS = Map.ofEntries(
            Map.entry("wsinv", List.of(481)), Map.entry("intmeth", List.of(501)), Map.entry("esc01", ACCEPTED),
            Map.entry("escnull", NO_REGISTRAR), Map.entry("esc02", List.of(501)), Map.entry("lwsdisp", ACCEPTED),
            Map.entry("longreq", ACCEPTED), Map.entry("dblreq", NO_REGISTRAR), Map.entry("semiuri", ACCEPTED),
            Map.entry("transports", ACCEPTED), Map.entry("mpart01", List.of(200, 405, 415)), Map.entry("unreason", NOTHING),
            Map.entry("noreason", NOTHING), Map.entry("badinv01", BAD), Map.entry("clerr", BAD), Map.entry("ncl", BAD),
            Map.entry("scalar02", BAD), Map.entry("scalarlg", NOTHING), Map.entry("quotbal", BAD_OR_ACCEPTED),
            Map.entry("ltgtruri", BAD), Map.entry("lwsruri", BAD_OR_ACCEPTED), Map.entry("lwsstart", BAD_OR_ACCEPTED),
            Map.entry("trws", BAD_OR_ACCEPTED), Map.entry("escruri", BAD_OR_ACCEPTED), Map.entry("baddate", BAD_OR_ACCEPTED),
            Map.entry("regbadct", BAD), Map.entry("badaspec", BAD_OR_ACCEPTED), Map.entry("baddn", BAD_OR_ACCEPTED),
            Map.entry("badvers", List.of(505)), Map.entry("mismatch01", BAD), Map.entry("mismatch02", List.of(400, 501)),
            Map.entry("bigcode", NOTHING), Map.entry("badbranch", ACCEPTED), Map.entry("insuf", BAD),
            Map.entry("unkscm", List.of(416)), Map.entry("novelsc", List.of(416)), Map.entry("unksm2", NO_REGISTRAR),
            Map.entry("bext01", List.of(420)), Map.entry("invut", List.of(415)), Map.entry("regaut01", NO_REGISTRAR),
            Map.entry("multi01", BAD), Map.entry("mcl01", BAD), Map.entry("bcast", NOTHING), Map.entry("zeromf", ACCEPTED),
            Map.entry("cparam01", NO_REGISTRAR), Map.entry("cparam02", NO_REGISTRAR), Map.entry("regescrt", NO_REGISTRAR),
            Map.entry("sdp01", List.of(406)), Map.entry("inv2543", ACCEPTED), Map.entry("extra_test", List.of(0, 400)),
            Map.entry("ipv6-good", NO_REGISTRAR), Map.entry("ipv6-bad", BAD), Map.entry("port-ambiguous", NO_REGISTRAR),
            Map.entry("port-unambiguous", NO_REGISTRAR), Map.entry("via-received-param-with-delim", List.of(481)),
            Map.entry("via-received-param-no-delim", List.of(481)), Map.entry("ipv6-in-sdp", ACCEPTED),
            Map.entry("mult-ip-in-header", List.of(481)), Map.entry("mult-ip-in-sdp", ACCEPTED),
            Map.entry("ipv4-mapped-ipv6", ACCEPTED), Map.entry("ipv6-bug-abnf-3-colons", BAD_OR_ACCEPTED),
            Map.entry("ipv6-correct-abnf-2-colons", ACCEPTED));

    /** What the registrar may answer to a registration for its domain, by name; 401 asks for credentials. */
    private static final Map<String, List<Integer>> REGISTRATIONS = Map.ofEntries(
            Map.entry("escnull", List.of(401)), Map.entry("dblreq", List.of(401)), Map.entry("regaut01", List.of(401)),
            Map.entry("cparam01", List.of(401)), Map.entry("cparam02", List.of(401)), Map.entry("regescrt", List.of(401)),
            Map.entry("regbadct", BAD), Map.entry("unksm2", List.of(400, 401, 404)), Map.entry("ipv6-bad", BAD),
            Map.entry("ipv6-good", NOT_HERE), Map.entry("port-ambiguous", NOT_HERE),
            Map.entry("port-unambiguous", NOT_HERE));

    private final SimNetwork network = new SimNetwork(1);
    private final RawPeer peer = new RawPeer(network, "10.0.0.1", 5060);
    private final SimParty party = new SimParty(network, "10.0.0.2", 5060);
    private final SimRegistrar registrar = new SimRegistrar(network, "10.0.0.9", 5060, "example.com", new RegistrarProxyContext());

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachGivenMessageOfRfc4475() {
        return answers(TortureMessages.given(TortureMessages.RFC4475));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachGivenMessageOfRfc5118() {
        return answers(TortureMessages.given(TortureMessages.RFC5118));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachRebuiltMessageOfRfc4475() {
        return answers(TortureMessages.rebuilt(TortureMessages.RFC4475));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerEachRebuiltMessageOfRfc5118() {
        return answers(TortureMessages.rebuilt(TortureMessages.RFC5118));
    }

    @Test
    void shouldHaveAnAnswerForAll49And12Messages() {
        // One more than the RFCs have: extra_test lies in the archive only.
        assertThat(ANSWERS).hasSize(49 + 12 + 1);
        assertThat(ANSWERS.keySet()).containsAll(TortureMessages.rebuilt(TortureMessages.RFC4475).keySet())
                .containsAll(TortureMessages.rebuilt(TortureMessages.RFC5118).keySet());
    }

    private static Stream<DynamicTest> answers(final Map<String, byte[]> messages) {
        // An instance for each: the state that a message leaves behind is part of the verdict.
        return messages.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> new TortureSimTest().judge(entry.getKey(), entry.getValue())));
    }

    private void judge(final String name, final byte[] octets) {
        for (final int port : new int[] {5050, 5061, 6050, 19823}) {
            // Answers go to the port that the Via says, or to its transport's.
            network.attach(SimParty.address("10.0.0.1", port), 0, peer);
        }
        party.add("bob", peer.address);
        party.selected = 0;
        party.ringStatus = 0;
        final String text = new String(octets, StandardCharsets.ISO_8859_1);
        network.inject(peer.address, party.address, text);
        network.runFor(S / 10);
        assertThat(ANSWERS.get(name)).as("%s: %s", name, peer.received).isNotNull().contains(answered());
        checkHeaders(name);
        if (REGISTRATIONS.containsKey(name)) {
            peer.received.clear();
            network.inject(peer.address, registrar.address, text);
            network.runFor(S / 10);
            assertThat(REGISTRATIONS.get(name)).as("%s: %s", name, peer.received).contains(answered());
            assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isZero();
        }
        nothingIsLeft();
    }

    /** The one answer that came, 0 for none. */
    private int answered() {
        assertThat(peer.received).hasSizeLessThan(2);
        return peer.received.isEmpty() ? 0 : Integer.parseInt(peer.lastLine().split(" ")[1]);
    }

    private void checkHeaders(final String name) {
        switch (name) {
            case "bext01" -> assertThat(RawPeer.header(peer.last(), "Unsupported"))
                    .isEqualTo("nothingSupportsThis, nothingSupportsThisEither");
            case "invut" -> assertThat(RawPeer.header(peer.last(), "Accept")).contains("application/sdp");
            case "intmeth", "esc02" -> assertThat(peer.last()).contains("Content-Length: 0");
            case "escnull" -> assertThat(RawPeer.header(peer.last(), "Allow")).contains("INVITE").doesNotContain("REGISTER");
            case "wsinv" -> assertThat(peer.last().split("\r\n(Via|v|V): ")).as("all Vias").hasSizeGreaterThanOrEqualTo(2);
            case "unreason", "noreason", "bcast" -> assertThat(party.agents.strayResponses()).isEqualTo(1);
            case "scalarlg", "bigcode" -> assertThat(party.agents.malformedMessages()).isEqualTo(1);
            default -> assertThat(name).isNotEmpty();
        }
    }

    private void nothingIsLeft() {
        network.runFor(40 * S);
        for (int handle = 0; handle < 1 << 12; handle++) {
            if (party.agents.userAgentOf(handle) >= 0) {
                party.agents.hangUp(handle, network.nowNs());
            }
        }
        network.runFor(140 * S);
        assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
    }
}
