package busyhour.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.sip.Vectors;
import busyhour.sip.message.Messages;
import busyhour.sip.message.Span;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The published numbers of RFC 2617 and RFC 7616 and the grid of algorithms and qops of RFC 8760. */
class DigestVectorTest {

    private final DigestHasher hasher = new DigestHasher(1);

    @TestFactory
    Stream<DynamicTest> shouldComputeEachVector() {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode vector : Vectors.json("02-digest", "digest_vectors.json")) {
            tests.add(dynamicTest(vector.path("source").asText() + " " + vector.path("alg").asText() + " "
                    + vector.path("qop").asText("-"), () -> compute(vector)));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    /** All texts in one buffer, each with its span. */
    private static final class Texts {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);
        private int at;

        private long add(final JsonNode text) {
            if (text.isMissingNode() || text.isNull()) {
                return Span.NONE;
            }
            final byte[] octets = text.asText().getBytes(StandardCharsets.UTF_8);
            buffer.putBytes(at, octets);
            at += octets.length;
            return Span.of(at - octets.length, octets.length);
        }
    }

    private void compute(final JsonNode vector) {
        final Texts texts = new Texts();
        final UnsafeBuffer text = texts.buffer;
        final byte algorithm = DigestAlgorithm.parse(text, texts.add(vector.path("alg")));
        final int qop = DigestQop.parse(text, texts.add(vector.path("qop")));
        final long nonce = texts.add(vector.path("nonce"));
        final long cnonce = texts.add(vector.path("cnonce"));
        final long body = Math.max(texts.add(vector.path("body")), Span.of(0, 0));
        final DigestUser user = new DigestUser(vector.path("username").asText(), vector.path("password").asText());

        hasher.ha1(algorithm, user, text, texts.add(vector.path("realm")), nonce, text, cnonce);
        hasher.ha2(text, texts.add(vector.path("method")), text, texts.add(vector.path("uri")), qop,
                text, Span.offset(body), Span.length(body));
        hasher.response(text, nonce, text, texts.add(vector.path("nc")), cnonce, qop);

        assertThat(new String(hasher.response(), 0, hasher.hexLength(), StandardCharsets.US_ASCII))
                .isEqualTo(vector.path("response").asText());
    }

    @TestFactory
    Stream<DynamicTest> shouldReadEachChallenge() {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode vector : Vectors.json("02-digest", "challenge_parsing.json")) {
            tests.add(dynamicTest(vector.path("note").asText(vector.path("header").asText()), () -> read(vector)));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void read(final JsonNode vector) {
        final DigestChallenge challenge = new DigestChallenge();
        if (vector.has("headers")) {
            final StringBuilder lines = new StringBuilder();
            vector.path("headers").forEach(line -> lines.append("WWW-Authenticate: ").append(line.asText()).append("\r\n"));
            final DigestRealms realms = new DigestRealms();
            assertThat(realms.onChallenge(DigestRealmsTest.unauthorized(lines.toString()), 1)).isEqualTo(DigestRealms.CHALLENGED);
            final UnsafeBuffer chosen = Messages.buffer(vector.path("headers").get(vector.path("choose").asInt()).asText());
            assertThat(challenge.wrap(chosen, 0, chosen.capacity())).isTrue();
            assertThat(DigestRealmsTest.line(realms)).contains("algorithm=" + DigestAlgorithm.name(challenge.algorithm()) + ",");
            return;
        }
        final UnsafeBuffer text = Messages.buffer(vector.path("header").asText());
        assertThat(challenge.wrap(text, 0, text.capacity())).isEqualTo(vector.path("usable").asBoolean(true));
        final JsonNode parsed = vector.path("parsed");
        parsed.properties().forEach(field -> {
            final JsonNode value = field.getValue();
            final String expected = value.isNull() ? null : value.asText();
            switch (field.getKey()) {
                case "scheme" -> assertThat(challenge.isDigest()).isTrue();
                case "realm" -> assertThat(Messages.text(text, challenge.realm())).isEqualTo(expected);
                case "nonce" -> assertThat(Messages.text(text, challenge.nonce())).isEqualTo(expected);
                case "opaque" -> assertThat(Messages.text(text, challenge.opaque())).isEqualTo(expected);
                case "algorithm" -> assertThat(Messages.text(text, challenge.algorithmText())).isEqualTo(expected);
                case "stale" -> assertThat(challenge.isStale()).isEqualTo(value.asBoolean());
                case "qop" -> {
                    int bits = DigestQop.NONE;
                    for (final JsonNode word : value) {
                        bits |= "auth-int".equals(word.asText()) ? DigestQop.AUTH_INT : DigestQop.AUTH;
                    }
                    assertThat(challenge.qops()).isEqualTo(bits);
                }
                default -> assertThat(field.getKey()).as("a field that this test does not know").isEmpty();
            }
        });
    }
}
