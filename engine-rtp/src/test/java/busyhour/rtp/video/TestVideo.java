package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.EncodedVideoBuilder;
import busyhour.codec.video.VideoCodec;
import busyhour.codec.video.VideoEncoding;

/** Videos whose payloads say what they are, without pictures in them. */
final class TestVideo {

    static final int KEY_PACKETS = 8;
    static final int PACKETS = 3;
    private static final int FILL = 700;

    private TestVideo() {
    }

    /** Key frames of {@link #KEY_PACKETS} packets, the others of {@link #PACKETS}. */
    static EncodedVideo of(final VideoCodec codec, final int fps, final int frames, final int keyFrameEvery) {
        return of(codec, 1280, 720, fps, frames, keyFrameEvery, KEY_PACKETS, PACKETS);
    }

    static EncodedVideo of(
            final VideoCodec codec, final int width, final int height, final int fps, final int frames, final int keyFrameEvery,
            final int keyPackets, final int packets) {
        final VideoEncoding encoding = VideoEncoding.of(codec, width, height, fps, 1_000_000, 1_000);
        final EncodedVideoBuilder video = new EncodedVideoBuilder(encoding);
        for (int frame = 0; frame < frames; frame++) {
            final boolean key = frame % keyFrameEvery == 0;
            video.beginFrame(key);
            final int count = key ? keyPackets : packets;
            for (int packet = 0; packet < count; packet++) {
                video.beginPacket();
                if (codec == VideoCodec.VP8) {
                    vp8(video, encoding, frame, packet, key);
                } else {
                    h264(video, encoding, packet, count, key);
                }
                for (int i = 0; i < FILL; i++) {
                    video.append(frame + packet + i & 0x7F | 0x40);
                }
            }
        }
        return video.build();
    }

    private static void vp8(
            final EncodedVideoBuilder video, final VideoEncoding encoding, final int frame, final int packet, final boolean key) {
        video.append(packet == 0 ? 0x90 : 0x80).append(0x80).append(0x80 | frame >> 8 & 0x7F).append(frame & 0xFF);
        if (packet == 0) {
            video.append(key ? 0x10 : 0x11).append(0).append(0);
        }
        if (packet == 0 && key) {
            video.append(0x9d).append(0x01).append(0x2a);
            video.append(encoding.width() & 0xFF).append(encoding.width() >> 8).append(encoding.height() & 0xFF).append(encoding.height() >> 8);
        }
    }

    private static void h264(
            final EncodedVideoBuilder video, final VideoEncoding encoding, final int packet, final int count, final boolean key) {
        if (key && packet == 0) { // STAP-A: SPS, PPS
            final byte[] sps = sps(encoding.width(), encoding.height());
            video.append(0x78).append(0).append(sps.length);
            for (final byte octet : sps) {
                video.append(octet);
            }
            video.append(0).append(2).append(0x68).append(0xCE);
            video.append(FILL + 1 >> 8).append(FILL + 1 & 0xFF).append(6); // the filling: a SEI
            return;
        }
        final int type = key ? 5 : 1;
        final int first = key ? 1 : 0;
        if (count - first == 1) {
            video.append(0x60 | type).append(0x88);
            return;
        }
        final int flags = packet == first ? 0x80 : packet == count - 1 ? 0x40 : 0;
        video.append(0x7C).append(flags | type);
        video.append(0x88);
    }

    /** Baseline, with what a size needs and no more. Sizes are multiples of 16. */
    static byte[] sps(final int width, final int height) {
        final StringBuilder bits = new StringBuilder("01000010" + "11000000" + "00011111");
        ue(bits, 0);
        ue(bits, 0);
        ue(bits, 2);
        ue(bits, 1);
        bits.append('0');
        ue(bits, width / 16 - 1);
        ue(bits, height / 16 - 1);
        bits.append("1100").append('1');
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        final byte[] sps = new byte[1 + bits.length() / 8];
        sps[0] = 0x67;
        for (int i = 1; i < sps.length; i++) {
            sps[i] = (byte) Integer.parseInt(bits.substring(8 * i - 8, 8 * i), 2);
        }
        return sps;
    }

    private static void ue(final StringBuilder bits, final int value) {
        final String binary = Integer.toBinaryString(value + 1);
        bits.append("0".repeat(binary.length() - 1)).append(binary);
    }
}
