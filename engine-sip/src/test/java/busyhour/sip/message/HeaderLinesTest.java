package busyhour.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderLinesTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_000]);
    private final SipWriter writer = new SipWriter();

    private String written(final HeaderLines lines, final byte method) {
        writer.wrap(buffer, 3, 900).lines(lines, method)
                .header(SipHeader.USER_AGENT, Ascii.bytes("ours"))
                .header(SipHeader.REQUEST_DISPOSITION, Ascii.bytes("ours too"))
                .name(SipHeader.VIA).append(Ascii.bytes("via")).endLine()
                .body(Messages.buffer("body"), 0, 4);
        return Messages.text(writer.buffer(), Span.of(0, writer.finish()));
    }

    @Test
    void shouldAddAndReplaceLines() {
        final HeaderLines lines = new HeaderLines.Builder()
                .line(SipMethod.INVITE, "X-Lab", "one; two=\"3\"").line(SipMethod.INVITE, "User-Agent", "Theirs 1.0")
                .line(SipMethod.INVITE, "X-Lab", "once more").line(SipMethod.BYE, "d", null).build();
        assertThat(written(lines, SipMethod.INVITE)).isEqualTo("Request-Disposition: ours too\r\nVia: via\r\n"
                + "X-Lab: one; two=\"3\"\r\nUser-Agent: Theirs 1.0\r\nX-Lab: once more\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(written(lines, SipMethod.BYE)).as("left out by its compact name")
                .isEqualTo("User-Agent: ours\r\nVia: via\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(written(lines, SipMethod.ACK)).isEqualTo(written(HeaderLines.NONE, SipMethod.ACK)).contains("User-Agent: ours");
    }

    @Test
    void shouldForgetTheLinesWithTheNextMessage() {
        final HeaderLines lines = new HeaderLines.Builder().line(SipMethod.INVITE, "User-Agent", null).line(SipMethod.INVITE, "X", "y").build();
        assertThat(written(lines, SipMethod.INVITE)).doesNotContain("User-Agent").contains("X: y");
        writer.wrap(buffer, 0, 900).header(SipHeader.USER_AGENT, Ascii.bytes("ours")).noBody();
        assertThat(Messages.text(writer.buffer(), Span.of(0, writer.finish()))).isEqualTo("User-Agent: ours\r\nContent-Length: 0\r\n\r\n");
        writer.wrap(buffer, 0, 900).lines(lines, SipMethod.INVITE).beginBody().append(Ascii.bytes("ab"));
        assertThat(Messages.text(writer.buffer(), Span.of(0, writer.finish()))).isEqualTo("X: y\r\nContent-Length:     2\r\n\r\nab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "v", "CSeq", "Call-ID", "i", "Content-Length", "l", "To", "t", "RAck"})
    void shouldRefuseHeadersOfTheTransaction(final String name) {
        assertThatThrownBy(() -> new HeaderLines.Builder().line(SipMethod.INVITE, name, "x"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("header " + name + ": ").hasMessageContaining("cannot be set");
    }

    @ParameterizedTest
    @CsvSource({"'', x", "X Y, x", "X:, x", "X-é, x"})
    void shouldRefuseNamesThatAreNone(final String name, final String value) {
        assertThatThrownBy(() -> new HeaderLines.Builder().line(SipMethod.INVITE, name, value)).hasMessageContaining("no header's name");
    }

    @Test
    void shouldRefuseLineEndsAndMethodsWithoutLines() {
        final HeaderLines.Builder builder = new HeaderLines.Builder();
        assertThatThrownBy(() -> builder.line(SipMethod.INVITE, "X", "a\r\nVia: b")).hasMessageContaining("control characters");
        assertThatThrownBy(() -> builder.line(SipMethod.CANCEL, "X", "a")).hasMessageContaining("CANCEL requests take no header lines");
        assertThatThrownBy(() -> builder.line(SipMethod.INVITE, "From", "<sip:a@b>;tag=x")).hasMessageContaining("without a tag");
        assertThatThrownBy(() -> builder.line(SipMethod.INVITE, "From", null)).hasMessageContaining("without a tag");
        assertThatThrownBy(() -> builder.line(SipMethod.INVITE, "From", "nobody")).hasMessageContaining("without a tag");
        assertThat(builder.build().from(SipMethod.INVITE)).isNull();
    }

    @Test
    void shouldKeepFromApartWithBracketsForItsTag() {
        final HeaderLines lines = new HeaderLines.Builder().line(SipMethod.INVITE, "f", "sip:a@b;p=1").line(SipMethod.REGISTER, "From", "\"A\" <sip:a@b>").build();
        assertThat(lines.from(SipMethod.INVITE)).asString().isEqualTo("<sip:a@b;p=1>");
        assertThat(lines.from(SipMethod.REGISTER)).asString().isEqualTo("\"A\" <sip:a@b>");
        assertThat(written(lines, SipMethod.INVITE)).doesNotContain("sip:a@b");
    }
}
