package busyhour.sip.message;

import static busyhour.sip.message.Messages.parse;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Messages of servers and stacks in the field: the regular ones must be understood. */
class SipMessagesTest {

    /** Without Via, To or Call-ID, without a scheme in a URI, cut off, two spaces in the request line ... */
    private static final Set<String> FAULTY = Set.of(
            "bad_uri.sip", "bad_via2.sip", "inv_srv.sip", "invite.sip", "invite3-callid.sip",
            "invite5-callid.sip", "message02.sip", "ms-invite-00-rpl.sip", "register04.sip", "req-test1.sip", "req1.sip", "short_reply.sip");
    /** What jain-sip takes and RFC 3261 does not: a line of one blank before the body is a folded header. */
    private static final Set<String> STRICTER = Set.of("nist-013");
    /** What jain-sip refuses although it is well-formed: an unknown scheme (416 later) and an unknown method (501). */
    private static final Set<String> WELL_FORMED = Set.of("nist-006", "nist-023");

    @Test
    void shouldUnderstandTheMessagesOfOtherStacks() {
        final Set<String> refused = new TreeSet<>();
        final Set<String> present = new TreeSet<>();
        for (final Path file : Vectors.files("01-sip/messages")) {
            final String name = file.getFileName().toString();
            present.add(name);
            String text = new String(Vectors.read(file), StandardCharsets.ISO_8859_1);
            if (!text.contains("\r")) {
                // Their repositories keep line feeds only; Content-Length counts the octets of the wire.
                text = text.replace("\n", "\r\n");
            }
            if (parse(text.getBytes(StandardCharsets.ISO_8859_1)).fault() != SipFault.OK) {
                refused.add(name);
            }
        }
        present.retainAll(FAULTY);
        assertThat(refused).isEqualTo(present);
    }

    @Test
    void shouldJudgeTheNistListAsJainSipDoes() {
        final JsonNode cases = Vectors.json("01-sip/nist-torture", "cases.json");
        final Set<String> otherwise = new TreeSet<>();
        int judged = 0;
        for (final JsonNode entry : cases) {
            final String input = entry.path("input").asText();
            final byte[] octets = input.getBytes(StandardCharsets.UTF_8);
            final int fault;
            switch (entry.path("kind").asText()) {
                case "message" -> fault = parse(octets).fault();
                case "url" -> fault = new SipUri().wrap(Messages.buffer(input), 0, octets.length);
                default -> fault = parse(Messages.OPTIONS.replace("Content-Length", input.strip() + "\r\nContent-Length")
                        .replace("From: <sip:alice@example.com>;tag=1", input.startsWith("From") ? "Subject: x" : "From: <sip:a@b>")
                        .getBytes(StandardCharsets.UTF_8)).fault();
            }
            judged++;
            if ((fault == SipFault.OK) != "accept".equals(entry.path("verdict").asText())) {
                otherwise.add(entry.path("id").asText());
            }
        }
        assertThat(judged).isPositive();
        otherwise.removeAll(STRICTER);
        otherwise.removeAll(WELL_FORMED);
        assertThat(otherwise).isEmpty();
    }
}
