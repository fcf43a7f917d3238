package busyhour.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Names that a peer writes into Contact or Record-Route; an empty one once ended the thread that looks names up. */
class HostileHostNamesSystemTest {

    private final TransportAddress found = new TransportAddress();

    private boolean lookup(final ShardHostNames names, final String name) {
        final UnsafeBuffer buffer = new UnsafeBuffer(name.getBytes(StandardCharsets.ISO_8859_1));
        return names.lookup(buffer, 0, buffer.capacity(), TransportKind.UDP, 5_060, found);
    }

    @Test
    void shouldStillLookUpNamesAfterSpoiltOnes() throws Exception {
        try (HostNameLookups lookups = new HostNameLookups(new SipLocator(() -> {
            throw new IllegalStateException("no DNS here");
        }))) {
            final ShardHostNames names = new ShardHostNames(lookups, 1);
            for (final String spoilt : new String[] {"", "[]", "[", ".", "..", "a..b", "\0", "1Q7.0.0.1", "x".repeat(253), "x".repeat(400)}) {
                assertThat(lookup(names, spoilt)).as(spoilt).isFalse();
            }
            boolean known = false;
            for (int i = 0; i < 500 && !known; i++) {
                known = lookup(names, "127.0.0.1");
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(known).isTrue();
            assertThat(found).hasToString("127.0.0.1:5060");
        }
    }
}
