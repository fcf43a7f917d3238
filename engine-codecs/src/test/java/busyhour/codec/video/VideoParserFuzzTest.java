package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Parsers, reassembly and native decoders on seeds that were spoilt by chance. The buffer ends with the payload, so that reading past it
 * is an exception, which nothing here may throw. The seed of the randomness is fixed.
 */
class VideoParserFuzzTest {

    private static final int ROUNDS = 30_000;
    private static final int DECODED_ROUNDS = 1_500;
    private static final Path SEEDS = VideoVectors.ROOT.resolve("03-rtp-srtp/packets");

    private static final List<byte[]> H264 = new ArrayList<>();
    private static final List<byte[]> VP8 = new ArrayList<>();

    @BeforeAll
    static void readSeeds() throws IOException {
        assumeTrue(Files.isDirectory(SEEDS), "no vectors beside this tree: " + SEEDS);
        addAll(H264, "h264-seeds");
        addAll(VP8, "vpx-seeds");
        addPackets(H264, VideoVectors.packetize(VideoVectors.accessUnits(VideoVectors.octets("openh264_SVA_FM1_E.h264")),
                VideoVectors.encoding(VideoCodec.H264, 1, 300)));
        addPackets(VP8, VideoVectors.packetize(VideoVectors.ivfFrames(VideoVectors.octets("vp80-00-comprehensive-003.ivf")),
                VideoVectors.encoding(VideoCodec.VP8, 1, 300)));
    }

    private static void addAll(final List<byte[]> into, final String folder) throws IOException {
        try (Stream<Path> files = Files.list(SEEDS.resolve(folder))) {
            for (final Path file : files.sorted().toList()) {
                into.add(Files.readAllBytes(file));
            }
        }
    }

    private static void addPackets(final List<byte[]> into, final EncodedVideo video) {
        for (int packet = 0; packet < video.packetCount(); packet++) {
            final byte[] payload = new byte[video.packetLength(packet)];
            video.buffer().getBytes(video.packetOffset(packet), payload);
            into.add(payload);
        }
    }

    private static byte[] spoil(final List<byte[]> seeds, final SplittableRandom random) {
        final byte[] seed = seeds.get(random.nextInt(seeds.size()));
        final byte[] spoilt = java.util.Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seed.length + 1) : seed.length);
        for (int i = random.nextInt(5); i > 0 && spoilt.length > 0; i--) {
            spoilt[random.nextInt(random.nextBoolean() ? spoilt.length : Math.min(12, spoilt.length))] = (byte) random.nextInt();
        }
        return spoilt;
    }

    @Test
    void shouldTellFaultsAsCodes() {
        final SplittableRandom random = new SplittableRandom(6_184);
        final H264Payload payload = new H264Payload();
        final H264Sps sps = new H264Sps();
        final Vp8Descriptor descriptor = new Vp8Descriptor();
        final Vp8KeyFrameHeader header = new Vp8KeyFrameHeader();
        final H264FrameNumbers frameNumbers = new H264FrameNumbers();
        int good = 0;
        int bad = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] octets = spoil(i % 2 == 0 ? H264 : VP8, random);
            final DirectBuffer buffer = new UnsafeBuffer(octets);
            if (payload.wrap(buffer, 0, octets.length) == H264Payload.OK) {
                good++;
                for (int nal = 0; nal < payload.nalCount(); nal++) {
                    assertThat(payload.nalOffset(nal) + payload.nalLength(nal)).isLessThanOrEqualTo(octets.length);
                }
                if (payload.spsOffset() >= 0) {
                    sps.parse(buffer, payload.spsOffset(), payload.spsLength());
                }
            } else {
                bad++;
            }
            if (descriptor.wrap(buffer, 0, octets.length) == Vp8Descriptor.OK) {
                assertThat(descriptor.length()).isLessThan(octets.length);
                header.parse(buffer, descriptor.length(), octets.length - descriptor.length());
            }
            sps.parse(buffer, 0, octets.length);
            frameNumbers.hasGap(buffer, 0, octets.length);
        }
        assertThat(good).isGreaterThan(1_000);
        assertThat(bad).isGreaterThan(1_000);
    }

    @Test
    void shouldPutTogetherAndDecodeWhateverComes() {
        for (final VideoCodec codec : VideoCodec.values()) {
            final SplittableRandom random = new SplittableRandom(7_741);
            final FrameAssembler assembler = new FrameAssembler(codec);
            try (VideoDecoder decoder = new VideoDecoder(codec)) {
                for (int i = 0; i < DECODED_ROUNDS; i++) {
                    assembler.begin();
                    for (int packets = 1 + random.nextInt(4); packets > 0; packets--) {
                        final byte[] octets = spoil(codec == VideoCodec.H264 ? H264 : VP8, random);
                        assembler.append(new UnsafeBuffer(octets), 0, octets.length);
                    }
                    decoder.decode(assembler.buffer(), 0, assembler.length());
                }
                decoder.flush();
                assertThat(decoder.errors()).isPositive();
            }
        }
    }
}
