package busyhour.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SipHop;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMethod;
import org.junit.jupiter.api.Test;

/** RFC 3263 4.3, RFC 3261 8.1.3.1, 18.1.1 and 18.2.2: other ways for requests and responses. */
class FailoverTest {

    /** Two ways: the second is TCP at 10.0.0.3. */
    private static final class TwoWays implements NextHops {
        private final TransportAddress second = new TransportAddress().setIpv4(0x0A00_0003, 5060);

        @Override
        public boolean next(
                final int endpoint, final int session, final byte method, final SipHop hop, final boolean reliable, final int moves,
                final long nowNs) {
            if (moves > 0) {
                return false;
            }
            hop.set(TransportKind.TCP, second, 1);
            return true;
        }

        @Override
        public byte kind(final int endpoint, final SipHop hop, final int length, final long nowNs) {
            return hop.kind();
        }

        @Override
        public int socket(final int endpoint, final byte kind) {
            return kind == TransportKind.TCP ? 1 : 0;
        }

        @Override
        public byte[] via(final int endpoint, final byte kind) {
            return Ascii.bytes("SIP/2.0/TCP 10.0.0.1:5061;rport;branch=z9hG4bK");
        }

        @Override
        public long branch() {
            return 0xABCDEF;
        }
    }

    private final Rig rig = new Rig(new TwoWays());

    @Test
    void shouldSendTheSameRequestWithAnotherBranchToTheNextTargetAfterTimerB() {
        final int number = rig.request(SipMethod.INVITE, false);
        final String first = rig.lastSent;
        rig.runTo(32_000);
        assertThat(rig.lastSent).isEqualTo(first.replaceFirst("Via: .*", "Via: SIP/2.0/TCP 10.0.0.1:5061;rport;branch=z9hG4bK0000000000abcdef"));
        assertThat(rig.events).as("nobody heard of it").isEmpty();
        assertThat(rig.sent).last().isEqualTo("32000 INVITE");
        rig.response(200, SipMethod.INVITE, "old");
        assertThat(rig.events).as("the old branch is nobody's").containsExactly("32000 stray 200");
        rig.runTo(64_000);
        assertThat(rig.sent).as("never repeated over TCP").last().isEqualTo("32000 INVITE");
        assertThat(rig.events).endsWith("64000 timeout INVITE", "64000 ended");
        assertThat(number).isNotNegative();
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldAcknowledge503AndGoOnElsewhere() {
        rig.request(SipMethod.INVITE, false);
        rig.response(503, SipMethod.INVITE, "busy");
        assertThat(rig.sent).containsExactly("0 INVITE", "0 ACK", "0 INVITE");
        rig.response(503, SipMethod.INVITE, "busy");
        assertThat(rig.sent).as("its repetition is acknowledged too").containsExactly("0 INVITE", "0 ACK", "0 INVITE", "0 ACK again");
        assertThat(rig.events).containsExactly("0 absorbed", "0 absorbed again");
        rig.runTo(40_000);
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldGoOnElsewhereAfter503ToARegister() {
        rig.request(SipMethod.REGISTER, false);
        rig.response(503, SipMethod.REGISTER, "busy");
        assertThat(rig.sent).containsExactly("0 REGISTER", "0 REGISTER");
        rig.runTo(40_000);
        assertThat(rig.events).containsExactly("0 absorbed", "32000 timeout REGISTER", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldEndAs503WouldWhenTheLastTransportFails() {
        rig.request(SipMethod.BYE, true);
        rig.transportFails();
        assertThat(rig.sent).as("to 10.0.0.3").containsExactly("0 BYE", "0 BYE");
        rig.transportFails();
        assertThat(rig.events).as("that was another connection").isEmpty();
        rig.transactions.onTransportFailed(1, new TransportAddress().setIpv4(0x0A00_0003, 5060), rig.nowNs);
        assertThat(rig.events).containsExactly("0 unavailable BYE", "0 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldNotMoveWhatWasAnsweredProvisionally() {
        rig.request(SipMethod.INVITE, true);
        rig.response(180, SipMethod.INVITE, "x");
        rig.transportFails();
        assertThat(rig.sent).containsExactly("0 INVITE");
        assertThat(rig.events).containsExactly("0 response 180 x");
    }

    @Test
    void shouldSendTheResponseToTheSentByWhenItsConnectionIsGone() {
        final int server = rig.arrives(rig.requestText("OPTIONS", "z9hG4bKa", "10.0.0.7:5099"), true);
        rig.respond(server, 200, "Via: SIP/2.0/TCP 10.0.0.7:5099;received=10.0.0.8;branch=z9hG4bKa\r\n");
        assertThat(rig.lastTo).hasToString("10.0.0.2:5060");
        rig.transportFails();
        assertThat(rig.lastTo).hasToString("10.0.0.8:5099");
        assertThat(rig.sent).hasSize(2);
        rig.transactions.onTransportFailed(1, rig.lastTo, rig.nowNs);
        assertThat(rig.sent).as("once").hasSize(2);
    }

    @Test
    void shouldSendTheResponseElsewhereAsSoonAsThatIsTaken() {
        final int server = rig.arrives(rig.requestText("INVITE", "z9hG4bKa", "10.0.0.7:5099"), true);
        rig.respond(server, 486, "Via: SIP/2.0/TCP 10.0.0.7:5099;received=10.0.0.8;branch=z9hG4bKa\r\n");
        rig.refusals = 1;
        rig.transportFails();
        assertThat(rig.sent).hasSize(1);
        rig.runTo(1);
        assertThat(rig.sent).hasSize(2);
        assertThat(rig.lastTo).hasToString("10.0.0.8:5099");
        rig.runTo(40_000);
        assertThat(rig.sent).as("once").hasSize(2);
        assertThat(rig.events).endsWith("32000 timeout INVITE", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }
}
