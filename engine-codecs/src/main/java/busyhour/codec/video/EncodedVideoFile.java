package busyhour.codec.video;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An {@link EncodedVideo} as octets for the cache, big endian:
 *
 * <pre>
 *   | frames (4) | packets (4) | profile-level-id (4) |
 *   | for each frame: packets (4), lowest bit of them shifted in: key frame |
 *   | for each packet: length (2) | payloads ... |
 * </pre>
 */
final class EncodedVideoFile {

    private static final int HEADER = 12;
    private static final int FRAME = 4;
    private static final int PACKET = 2;

    private EncodedVideoFile() {
    }

    static byte[] write(final EncodedVideo video) {
        final int size = HEADER + FRAME * video.frameCount() + PACKET * video.packetCount() + video.octets();
        final ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.BIG_ENDIAN);
        file.putInt(video.frameCount()).putInt(video.packetCount()).putInt(video.profileLevelId());
        for (int frame = 0; frame < video.frameCount(); frame++) {
            file.putInt(video.firstPacket(frame + 1) - video.firstPacket(frame) << 1 | (video.isKeyFrame(frame) ? 1 : 0));
        }
        for (int packet = 0; packet < video.packetCount(); packet++) {
            file.putShort((short) video.packetLength(packet));
        }
        video.buffer().getBytes(0, file, file.position(), video.octets());
        return file.array();
    }

    /** @return null when the octets are none that {@link #write} made for this encoding. */
    static EncodedVideo read(final VideoEncoding encoding, final byte[] octets) {
        final UnsafeBuffer file = new UnsafeBuffer(octets);
        if (octets.length < HEADER) {
            return null;
        }
        final long frames = file.getInt(0, ByteOrder.BIG_ENDIAN);
        final long packets = file.getInt(4, ByteOrder.BIG_ENDIAN);
        final long payloads = HEADER + FRAME * frames + PACKET * packets;
        if (frames < 1 || packets < frames || payloads > octets.length) {
            return null;
        }
        final EncodedVideoBuilder video = new EncodedVideoBuilder(encoding).profileLevelId(file.getInt(8, ByteOrder.BIG_ENDIAN));
        int packet = 0;
        int payload = (int) payloads;
        for (int frame = 0; frame < frames; frame++) {
            final int head = file.getInt(HEADER + FRAME * frame, ByteOrder.BIG_ENDIAN);
            final int count = head >>> 1;
            if (count < 1 || count > packets - packet || frame == 0 && (head & 1) == 0) {
                return null;
            }
            video.beginFrame((head & 1) == 1);
            for (int i = 0; i < count; i++, packet++) {
                final int length = file.getShort(HEADER + FRAME * (int) frames + PACKET * packet, ByteOrder.BIG_ENDIAN) & 0xffff;
                if (length < 1 || length > encoding.maxPayload() || length > octets.length - payload) {
                    return null;
                }
                video.beginPacket().append(file, payload, length);
                payload += length;
            }
        }
        return packet == packets && payload == octets.length ? video.build() : null;
    }
}
