package busyhour.sip.message;

import static busyhour.sip.message.Messages.parse;
import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import busyhour.sip.TransportAddress;
import busyhour.sip.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The torture messages of RFC 4475 and RFC 5118, each with its verdict and the fields that must come out. */
class SipTortureTest {

    private static final String RFC5118 = "01-sip/rfc5118";

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachGivenMessageOfRfc4475() {
        return judge(TortureMessages.givenVerdicts(TortureMessages.RFC4475), TortureMessages.given(TortureMessages.RFC4475));
    }

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachGivenMessageOfRfc5118() {
        return judge(TortureMessages.givenVerdicts(TortureMessages.RFC5118), TortureMessages.given(TortureMessages.RFC5118));
    }

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachRebuiltMessageOfRfc4475() {
        return judge(TortureMessages.rebuiltVerdicts(TortureMessages.RFC4475), TortureMessages.rebuilt(TortureMessages.RFC4475));
    }

    @TestFactory
    Stream<DynamicTest> shouldJudgeEachRebuiltMessageOfRfc5118() {
        return judge(TortureMessages.rebuiltVerdicts(TortureMessages.RFC5118), TortureMessages.rebuilt(TortureMessages.RFC5118));
    }

    @Test
    void shouldHaveAll49And12MessagesWhereTheVectorsAre() {
        // One file of the archive stands in no section of the RFC: extra_test.
        assertThat(TortureMessages.given(TortureMessages.RFC4475).size() - 1 + TortureMessages.rebuilt(TortureMessages.RFC4475).size()).isEqualTo(49);
        assertThat(TortureMessages.given(TortureMessages.RFC5118).size() + TortureMessages.rebuilt(TortureMessages.RFC5118).size()).isEqualTo(12);
    }

    private static Stream<DynamicTest> judge(final JsonNode verdicts, final Map<String, byte[]> messages) {
        assertThat(messages).isNotEmpty().hasSize(verdicts.size());
        return messages.entrySet().stream().map(
                entry -> dynamicTest(entry.getKey(), () -> judge(parse(entry.getValue()), verdicts.get(entry.getKey()))));
    }

    private static void judge(final SipMessage message, final JsonNode verdict) {
        final JsonNode checks = verdict.path("checks");
        final int response = checks.path("response").asInt(0);
        final String fault = SipFault.text(message.fault());
        switch (verdict.path("parser").asText()) {
            case "must-accept", "accept" -> {
                // Some are well-formed and yet to be refused: by their grammar here, by their meaning in the user agent.
                if (response == 400) {
                    assertThat(SipFault.statusCode(message.fault())).as(fault).isEqualTo(400);
                    assertThat(message.isAnswerable()).isTrue();
                } else {
                    assertThat(fault).isEqualTo("ok");
                }
            }
            case "reject" -> {
                assertThat(message.fault()).as("%s", verdict.path("expected")).isNotEqualTo(SipFault.OK);
                if (response != 0) {
                    assertThat(SipFault.statusCode(message.fault())).as(fault).isEqualTo(response);
                }
            }
            default -> assertThat(verdict.path("parser").asText()).isEqualTo("reject-or-liberal");
        }
        checks.properties().forEach(check -> check(message, check.getKey(), check.getValue()));
    }

    private static void check(final SipMessage message, final String name, final JsonNode expected) {
        switch (name) {
            case "method" -> assertThat(text(message, message.methodText())).isEqualTo(expected.asText());
            case "status" -> assertThat(message.statusCode()).isEqualTo(expected.asInt());
            case "reason" -> assertThat(text(message, message.reason())).isEqualTo(expected.asText());
            case "request_uri" -> assertThat(text(message, message.requestUriText())).isEqualTo(expected.asText());
            case "request_uri_host" ->
                    assertThat(text(message, message.requestUri().host())).isEqualTo(expected.asText());
            case "request_uri_user_unescaped" ->
                    assertThat(unescape(text(message, message.requestUri().user()))).isEqualTo(expected.asText());
            case "to_tag" -> assertThat(text(message, message.toTag())).isEqualTo(expected.asText());
            case "from_tag" -> assertThat(text(message, message.fromTag())).isEqualTo(expected.asText());
            case "from_display" -> assertThat(unquote(text(message, message.from().displayName())))
                    .isEqualTo(expected.asText());
            case "to_display" -> assertThat(unquote(text(message, message.to().displayName()))).isEqualTo(expected.asText());
            case "max_forwards" -> assertThat(message.maxForwards()).isEqualTo(expected.asInt());
            case "call_id" -> assertThat(text(message, message.callId())).isEqualTo(expected.asText());
            case "cseq" -> assertThat(message.cSeq()).isEqualTo(expected.asLong());
            case "cseq_method" -> assertThat(text(message, message.cSeqMethodText())).isEqualTo(expected.asText());
            case "via_count" -> assertThat(message.viaCount()).isEqualTo(expected.asInt());
            case "via" -> assertThat(vias(message, true)).isEqualTo(strings(expected));
            case "via_transports" -> assertThat(vias(message, false)).isEqualTo(strings(expected));
            case "subject" -> assertThat(text(message, message.value(SipHeader.SUBJECT))).isEqualTo(expected.asText());
            case "content_length_header" -> assertThat(text(message, message.value(SipHeader.CONTENT_LENGTH)))
                    .satisfies(value -> assertThat(Long.parseLong(value)).isEqualTo(expected.asLong()));
            case "body_length" -> assertThat(message.bodyLength()).isEqualTo(expected.asInt());
            case "contact_count" -> assertThat(message.contactCount()).isEqualTo(expected.asInt());
            case "contact_uri" -> assertThat(text(message, message.contact().uri())).isEqualTo(expected.asText());
            case "contact_q" -> assertThat(Double.parseDouble(text(message, message.contact().q()))).isEqualTo(expected.asDouble());
            case "contact_header_params" -> expected.forEach(parameter -> assertThat(
                    Span.isPresent(message.contact().parameter(Ascii.bytes(parameter.asText())))).isTrue());
            case "contact_user_unescaped" -> {
                final SipUri uri = new SipUri();
                assertThat(uri.wrap(message.buffer(), message.contact().uri())).isEqualTo(SipFault.OK);
                assertThat(unescape(text(message, uri.user()))).isEqualTo(expected.asText());
            }
            case "contact_param_unescaped" -> {
                final SipUri uri = new SipUri();
                assertThat(uri.wrap(message.buffer(), message.contact().uri())).isEqualTo(SipFault.OK);
                final String parameters = unescape(text(message, uri.parameters()));
                expected.properties().forEach(parameter -> assertThat(parameters).contains(
                        ";" + parameter.getKey() + (parameter.getValue().asText().isEmpty() ? "" : "=" + parameter.getValue().asText())));
            }
            case "route_count" -> assertThat(values(message, SipHeader.ROUTE)).hasSize(expected.asInt());
            case "require" -> assertThat(values(message, SipHeader.REQUIRE)).isEqualTo(strings(expected));
            case "proxy_require" -> assertThat(values(message, SipHeader.PROXY_REQUIRE)).isEqualTo(strings(expected));
            case "auth_scheme" -> assertThat(text(message, message.value(SipHeader.AUTHORIZATION))).startsWith(expected.asText());
            case "unknown_headers" -> expected.properties().forEach(header -> {
                final int index = message.findUnknown(Ascii.bytes(header.getKey().toLowerCase(Locale.ROOT)));
                assertThat(text(message, message.headerValue(index)).replaceAll("[ \t\r\n]+", " "))
                        .isEqualTo(header.getValue().asText());
            });
            case "multipart_parts" -> {
                final String type = text(message, message.value(SipHeader.CONTENT_TYPE));
                final String boundary = "--" + type.substring(type.indexOf("boundary=") + 9).split("[;\r\n]")[0];
                final String body = text(message, Span.of(message.bodyOffset(), message.bodyLength()));
                assertThat(body.split(Pattern.quote(boundary), -1)).hasSize(expected.asInt() + 2);
            }
            case "first_part_body" -> assertThat(text(message, Span.of(message.bodyOffset(), message.bodyLength())))
                    .contains("\r\n\r\n" + expected.asText() + "\r\n");
            case "response" -> {
                if (expected.asInt() == 416) {
                    assertThat(message.requestUri().scheme()).isEqualTo(SipUri.OTHER);
                }
            }
            default -> assertThat(name).as("a check that this test does not know").isEmpty();
        }
    }

    private static List<String> strings(final JsonNode array) {
        final List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }

    private static List<String> values(final SipMessage message, final byte header) {
        final List<String> found = new ArrayList<>();
        final HeaderValues values = new HeaderValues().reset(message, header);
        while (values.next()) {
            found.add(text(message, values.value()));
        }
        return found;
    }

    private static List<String> vias(final SipMessage message, final boolean whole) {
        final List<String> found = new ArrayList<>();
        final HeaderValues values = new HeaderValues().reset(message, SipHeader.VIA);
        final Via via = new Via();
        while (values.next()) {
            assertThat(via.wrap(message.buffer(), Span.offset(values.value()), Span.length(values.value()))).isZero();
            final String transport = text(message, via.transportText());
            found.add(whole ? transport + " " + text(message, via.host()) + " branch=" + text(message, via.branch()) : transport);
        }
        return found;
    }

    private static String unescape(final String text) {
        final StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                plain.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static String unquote(final String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    @Test
    void shouldReadIpv6WhereRfc5118PutsIt() {
        final SipMessage good = parse(Vectors.read(Vectors.folder(RFC5118).resolve("ipv6-good.sip")));
        assertThat(text(good, good.requestUri().host())).isEqualTo("[2001:db8::10]");
        assertThat(text(good, good.topVia().host())).isEqualTo("[2001:db8::9:1]");

        final SipMessage port = parse(Vectors.read(Vectors.folder(RFC5118).resolve("port-unambiguous.sip")));
        assertThat(text(port, port.requestUri().host())).isEqualTo("[2001:db8::10]");
        assertThat(port.requestUri().port()).isEqualTo(5070);

        final SipMessage received = parse(Vectors.read(Vectors.folder(RFC5118).resolve("via-received-param-with-delim.sip")));
        assertThat(text(received, received.topVia().received())).isEqualTo("[2001:db8::9:255]");
        final TransportAddress address = new TransportAddress();
        final long span = received.topVia().received();
        assertThat(address.parse(received.buffer(), Span.offset(span), Span.length(span))).isTrue();
        assertThat(address.port(1)).hasToString("[2001:db8::9:255]:1");
    }
}
