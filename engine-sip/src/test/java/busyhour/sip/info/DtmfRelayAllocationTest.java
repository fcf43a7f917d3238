package busyhour.sip.info;

import busyhour.sip.Allocations;
import busyhour.sip.message.SipMessage;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DtmfRelayAllocationTest {

    @Test
    void shouldAllocateNothing() {
        final DtmfRelay relay = new DtmfRelay();
        final SipMessage message = DtmfRelayTest.info("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n");
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DtmfRelay.MAX_LENGTH]);
        Allocations.assertNone(() -> {
            relay.parse(message);
            DtmfRelay.write((byte) '5', 160, buffer, 0);
        });
    }
}
