package busyhour.sip.info;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.message.Messages;
import busyhour.sip.message.SipMessage;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfRelayTest {

    private final DtmfRelay relay = new DtmfRelay();

    static SipMessage info(final String contentType, final String body) {
        return Messages.parse("""
                INFO sip:bob@192.0.2.4 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK776
                From: <sip:alice@192.0.2.1>;tag=1
                To: <sip:bob@192.0.2.4>;tag=2
                Call-ID: a84b4c76e66710
                CSeq: 5 INFO
                Content-Type: %s
                Content-Length: %d

                """.formatted(contentType, body.length()).replace("\n", "\r\n") + body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "application/dtmf-relay|Signal=5~Duration=160~|5|160", "application/dtmf-relay|Signal= 1~Duration= 180~|1|180",
        "Application/DTMF-Relay;x=y|SIGNAL = * ~ duration = 90|*|90", "application/dtmf-relay|Signal=#|#|100",
        "application/dtmf-relay|Duration=40~Signal=d|D|40", "application/dtmf-relay|Signal=10~Duration=250|*|250",
        "application/dtmf-relay|Signal=11|#|100", "application/dtmf-relay|Signal=12|A|100", "application/dtmf-relay|Signal=15|D|100",
        "application/dtmf-relay|Signal=7~Duration=x|7|100", "application/dtmf-relay|Signal=7~Duration=99999999999|7|100",
        "application/dtmf|9|9|100", "application/dtmf| 0~|0|100", "application/dtmf|Signal=3~Duration=70|3|70", "application/dtmf|13|B|100"})
    void shouldReadWhatGatewaysSend(final String type, final String body, final char digit, final int durationMs) {
        assertThat(relay.parse(info(type, body.replace("~", "\r\n")))).isTrue();
        assertThat((char) relay.digit()).isEqualTo(digit);
        assertThat(relay.durationMs()).isEqualTo(durationMs);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/dtmf-relay|Signal=", "application/dtmf-relay|Signal=16", "application/dtmf-relay|Signal=!", "application/dtmf-relay|Signal=55",
        "application/dtmf-relay|5", "application/dtmf-relay|=", "application/dtmf-relay|Signal", "application/dtmf|x", "application/dtmf|''",
        "application/sdp|Signal=5", "text/plain|5", "application/dtmf-relay|' '"})
    void shouldNotReadWhatIsNoDigit(final String type, final String body) {
        assertThat(relay.parse(info(type, body))).isFalse();
    }

    @Test
    void shouldWriteWhatItReads() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DtmfRelay.MAX_LENGTH]);
        for (final char digit : "0123456789ABCD*#".toCharArray()) {
            final int length = DtmfRelay.write((byte) digit, 10_000, buffer, 0);
            final String body = buffer.getStringWithoutLengthAscii(0, length);
            assertThat(body).isEqualTo("Signal=" + digit + "\r\nDuration=10000\r\n");
            assertThat(relay.parse(info("application/dtmf-relay", body))).isTrue();
            assertThat((char) relay.digit()).isEqualTo(digit);
        }
    }

    @Test
    void shouldSurviveAnyBody() {
        final Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder body = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                body.append("Signal=DurationX \r\n0123#*".charAt(random.nextInt(25)));
            }
            relay.parse(info(i % 2 == 0 ? "application/dtmf-relay" : "application/dtmf", body.toString()));
            assertThat(relay.durationMs()).isBetween(1, 60_000);
        }
    }
}
