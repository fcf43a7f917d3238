package busyhour.sip.message;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URI, address and Via values by themselves. */
class ViewsTest {

    private final SipUri uri = new SipUri();
    private final NameAddr address = new NameAddr();
    private final Via via = new Via();

    @Test
    void shouldReadAllPartsOfAUri() {
        final UnsafeBuffer buffer = Messages.buffer("xxsip:alice:se%20cret@[2001:db8::1]:5070;transport=TCP;lr;maddr=224.1.1.1;x=y?Subject=a");
        assertThat(uri.wrap(buffer, 2, buffer.capacity() - 2)).isEqualTo(SipFault.OK);
        assertThat(uri.scheme()).isEqualTo(SipUri.SIP);
        assertThat(text(buffer, uri.user())).isEqualTo("alice");
        assertThat(text(buffer, uri.password())).isEqualTo("se%20cret");
        assertThat(text(buffer, uri.host())).isEqualTo("[2001:db8::1]");
        assertThat(uri.port()).isEqualTo(5070);
        assertThat(text(buffer, uri.parameters())).isEqualTo(";transport=TCP;lr;maddr=224.1.1.1;x=y");
        assertThat(uri.transport()).isEqualTo(Via.TCP);
        assertThat(uri.isLooseRouter()).isTrue();
        assertThat(text(buffer, uri.maddr())).isEqualTo("224.1.1.1");
        assertThat(text(buffer, uri.headers())).isEqualTo("Subject=a");
    }

    @Test
    void shouldReadTheLeastOfAUri() {
        final UnsafeBuffer buffer = Messages.buffer("SIPS:h");
        assertThat(uri.wrap(buffer, 0, 6)).isEqualTo(SipFault.OK);
        assertThat(uri.scheme()).isEqualTo(SipUri.SIPS);
        assertThat(uri.user()).isEqualTo(Span.NONE);
        assertThat(uri.password()).isEqualTo(Span.NONE);
        assertThat(text(buffer, uri.host())).isEqualTo("h");
        assertThat(uri.port()).isEqualTo(-1);
        assertThat(Span.length(uri.parameters())).isZero();
        assertThat(uri.headers()).isEqualTo(Span.NONE);
        assertThat(uri.transport()).isEqualTo(-1);
        assertThat(uri.isLooseRouter()).isFalse();
    }

    @Test
    void shouldTakeReservedCharactersInTheUserPart() {
        final String odd = "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com";
        final UnsafeBuffer buffer = Messages.buffer(odd);
        assertThat(uri.wrap(buffer, 0, buffer.capacity())).isEqualTo(SipFault.OK);
        assertThat(text(buffer, uri.user())).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(text(buffer, uri.host())).isEqualTo("example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+1-201-555-0123;phone-context=x, OK", "soap.beep://192.0.2.103:3002, OK", "sip:a@b:0, OK", "sip:+1@h_x.de, OK",
        "'', BAD_URI", "sip, BAD_URI", "sip:, BAD_HOST", ":x, BAD_URI", "1sip:x, BAD_URI", "sip:@x, BAD_URI", "tel:, BAD_URI",
        "sip:a@, BAD_HOST", "sip:a@b:x, BAD_PORT", "sip:a@b:, BAD_PORT", "sip:a@b:65536, BAD_PORT", "sip:[::1, BAD_HOST",
        "sip:[], BAD_HOST", "sip:[x], BAD_HOST", "sip:a@b c, BAD_URI", "sip:a@b/c, BAD_URI", "<sip:a@b>, BAD_URI",
        "sip:a@b@c, BAD_URI", "sip:2001:db8::10, BAD_PORT"})
    void shouldTellTheFaultOfAUri(final String text, final String fault) throws ReflectiveOperationException {
        final UnsafeBuffer buffer = Messages.buffer(text);
        assertThat(SipFault.text(uri.wrap(buffer, 0, buffer.capacity())))
                .isEqualTo(SipFault.text(SipFault.class.getField(fault).getInt(null)));
    }

    @Test
    void shouldFindNoUriWhereThereIsNoSpan() {
        assertThat(uri.wrap(Messages.buffer("x"), Span.NONE)).isEqualTo(SipFault.BAD_URI);
        assertThat(uri.isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            <sip:a@b>                        | -            | sip:a@b        | -   | -1
            sip:a@b                          | -            | sip:a@b        | -   | -1
            sip:a@b;tag=x                    | -            | sip:a@b        | x   | -1
            Bob <sip:a@b;tag=y>;TAG=x        | Bob          | sip:a@b;tag=y  | x   | -1
            Bob B. <sip:a@b> ; tag = x       | Bob B.       | sip:a@b        | x   | -1
            "B, \\"b\\"; <x>" <sip:a@b>;expires=60;q=0.5 | B, \\"b\\"; <x> | sip:a@b | - | 60
            "" <sip:a@b>;expires=x           | ``           | sip:a@b        | -   | -1
            <sip:a,b@c?x=y>;p="1;tag=2"      | -            | sip:a,b@c?x=y  | -   | -1
            < sip:a@b >;tag=                 | -            | sip:a@b        | -   | -1
            é <sip:a@b>                      | é            | sip:a@b        | -   | -1
            """)
    void shouldReadAddresses(final String text, final String name, final String target, final String tag, final long expires) {
        final UnsafeBuffer buffer = Messages.buffer(" " + text);
        assertThat(address.wrap(buffer, 1, buffer.capacity() - 1)).isEqualTo(SipFault.OK);
        assertThat(text(buffer, address.displayName())).isEqualTo(name);
        assertThat(text(buffer, address.uri())).isEqualTo(target);
        assertThat(text(buffer, address.tag())).isEqualTo(tag);
        assertThat(address.expiresSeconds()).isEqualTo(expires);
        assertThat(text(buffer, address.text())).isEqualTo(text);
    }

    @Test
    void shouldKnowTheWildcard() {
        final UnsafeBuffer buffer = Messages.buffer("*");
        assertThat(address.wrap(buffer, 0, 1)).isEqualTo(SipFault.OK);
        assertThat(address.isWildcard()).isTrue();
        assertThat(address.uri()).isEqualTo(Span.NONE);
    }

    @Test
    void shouldFindHeaderParametersByName() {
        final UnsafeBuffer buffer = Messages.buffer("<sip:a@b;lr>;+sip.instance=\"<urn:uuid:1>\";reg-id=1;ob");
        assertThat(address.wrap(buffer, 0, buffer.capacity())).isEqualTo(SipFault.OK);
        assertThat(text(buffer, address.parameter(Ascii.bytes("+sip.instance")))).isEqualTo("\"<urn:uuid:1>\"");
        assertThat(text(buffer, address.parameter(Ascii.bytes("reg-id")))).isEqualTo("1");
        assertThat(text(buffer, address.parameter(Ascii.bytes("ob")))).isEmpty();
        assertThat(address.parameter(Ascii.bytes("lr"))).isEqualTo(Span.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<sip:a@b", "sip:a@b>", "\"x <sip:a@b>", "\"x\" sip:a@b", "<sip:a@b>x", "<sip:a@b>;", "<sip:a@b>,", "a b", "**"})
    void shouldRefuseOtherAddresses(final String text) {
        final UnsafeBuffer buffer = Messages.buffer(text);
        assertThat(address.wrap(buffer, 0, buffer.capacity())).isNotEqualTo(SipFault.OK);
    }

    @Test
    void shouldReadAVia() {
        final UnsafeBuffer buffer = Messages.buffer(
                "SIP / 2.0 / TLS  [2001:db8::9] : 5061 ;branch=z9hG4bKx;Received=[::1] ; rport = 4711;ttl=1;maddr=x.y;foo=\"a,b\"");
        assertThat(via.wrap(buffer, 0, buffer.capacity())).isEqualTo(SipFault.OK);
        assertThat(via.transport()).isEqualTo(Via.TLS);
        assertThat(text(buffer, via.host())).isEqualTo("[2001:db8::9]");
        assertThat(via.port()).isEqualTo(5061);
        assertThat(text(buffer, via.branch())).isEqualTo("z9hG4bKx");
        assertThat(text(buffer, via.received())).isEqualTo("[::1]");
        assertThat(via.rport()).isEqualTo(4711);
        assertThat(text(buffer, via.ttl())).isEqualTo("1");
        assertThat(text(buffer, via.maddr())).isEqualTo("x.y");
    }

    @Test
    void shouldKnowTheDefaultPorts() {
        UnsafeBuffer buffer = Messages.buffer("SIP/2.0/udp h");
        assertThat(via.wrap(buffer, 0, buffer.capacity())).isEqualTo(SipFault.OK);
        assertThat(via.port()).isEqualTo(-1);
        assertThat(via.portOrDefault()).isEqualTo(5060);
        assertThat(via.hasMagicCookie()).isFalse();
        buffer = Messages.buffer("SIP/2.0/TLS h;branch=z9hG4bK");
        assertThat(via.wrap(buffer, 0, buffer.capacity())).isEqualTo(SipFault.OK);
        assertThat(via.portOrDefault()).isEqualTo(5061);
        assertThat(via.hasMagicCookie()).as("a cookie alone makes nothing unique").isFalse();
    }

    @Test
    void shouldTellAnEmptySpanFromNone() {
        assertThat(Span.isPresent(Span.of(0, 0))).isTrue();
        assertThat(Span.isPresent(Span.NONE)).isFalse();
        assertThat(Span.length(Span.NONE)).isZero();
        final long span = Span.between(70_000, 70_007);
        assertThat(Span.offset(span)).isEqualTo(70_000);
        assertThat(Span.length(span)).isEqualTo(7);
        assertThat(Span.end(span)).isEqualTo(70_007);
    }
}
