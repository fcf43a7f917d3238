package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a shard does with each video packet. */
class VideoParserAllocationTest {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 1_000;

    private final UnsafeBuffer aggregate = buffer("78001967" + "42c00cd901419f9f0110000003001000000301e0f142a480" + "0004" + "68cb8cb2");
    private final UnsafeBuffer fragment = buffer("7c8588842233445566778899aabbcc");
    private final UnsafeBuffer single = buffer("419a0011223344");
    private final UnsafeBuffer vp8 = buffer("90e0810005a0" + "1002009d012a800268010011");
    private final UnsafeBuffer malformed = buffer("780004");
    private final H264Payload payload = new H264Payload();
    private final H264Sps sps = new H264Sps();
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final Vp8KeyFrameHeader header = new Vp8KeyFrameHeader();
    private final FrameAssembler assembler = new FrameAssembler(VideoCodec.H264);
    private long checksum;

    private static UnsafeBuffer buffer(final String hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(hex));
    }

    @Test
    void shouldAllocateNothingForAnyPayload() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            parseAll();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            parseAll();
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(checksum).isPositive();
        assertThat(sps.width()).isEqualTo(320);
        assertThat(header.width()).isEqualTo(640);
    }

    private void parseAll() {
        assembler.begin();
        parse(aggregate);
        parse(fragment);
        parse(single);
        parse(malformed);
        checksum += descriptor.wrap(vp8, 0, vp8.capacity()) == Vp8Descriptor.OK ? 1 : 0;
        checksum += header.parse(vp8, descriptor.length(), vp8.capacity() - descriptor.length()) == Vp8KeyFrameHeader.OK ? 1 : 0;
        checksum += assembler.length();
    }

    private void parse(final UnsafeBuffer packet) {
        checksum += payload.wrap(packet, 0, packet.capacity()) == H264Payload.OK ? payload.nalCount() : 0;
        if (payload.spsOffset() >= 0) {
            checksum += sps.parse(packet, payload.spsOffset(), payload.spsLength()) == H264Sps.OK ? 1 : 0;
        }
        assembler.append(packet, 0, packet.capacity());
    }
}
