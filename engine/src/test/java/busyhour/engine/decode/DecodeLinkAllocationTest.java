package busyhour.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.video.VideoCodec;
import busyhour.engine.io.ThreadAllocation;
import busyhour.sip.TransportAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The shard's side of decoding allocates nothing, also while the ring is full. */
class DecodeLinkAllocationTest {

    private final DecodeLink link = new DecodeLink();
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[1_200]);
    private final TransportAddress address = new TransportAddress().setIpv4(0x7F000001, 30_000);
    private final FiguresOut figures = new FiguresOut(link.toShard(), 1, 2);
    private long heard;

    private void cycle(final int times) {
        for (int i = 0; i < times; i++) {
            link.begin(1, 2, 3, 4, address, address);
            link.audio(1, 2, AudioCodec.OPUS, packet, 0, 172, i);
            link.video(1, 2, VideoCodec.VP8, false, packet, 0, 1_200, i);
            link.end(1, 2, i);
            figures.concealed(20_000_000, true);
            link.poll(10);
        }
    }

    @Test
    void shouldAllocateNothing() {
        link.listener(new DecodedListener() {
            @Override
            public void onAudio(final int stream, final int call, final long sum, final int samples, final int largest, final int clipped,
                    final long durationNs, final long arrivalNs) {
                heard++;
            }

            @Override
            public void onConcealed(final int stream, final int call, final long durationNs, final boolean begins) {
                heard++;
            }

            @Override
            public void onVideo(final int stream, final int call, final int frames, final int errors) {
                heard++;
            }
        });
        cycle(100);
        final long before = ThreadAllocation.currentThreadBytes();
        cycle(10_000);
        final long after = ThreadAllocation.currentThreadBytes();
        assertThat(after - before).isZero();
        assertThat(link.dropped()).isPositive();
        assertThat(heard).isEqualTo(10_100);
    }
}
