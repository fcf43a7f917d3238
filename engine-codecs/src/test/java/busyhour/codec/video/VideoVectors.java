package busyhour.codec.video;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** Clips with what is known of them, taken apart into frames by the plainest means. */
final class VideoVectors {

    static final Path ROOT = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors");

    private static final Path VIDEO = ROOT.resolve("04-codecs/video");
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;

    private VideoVectors() {
    }

    static Stream<String> h264Clips() throws IOException {
        return clips("H264");
    }

    static Stream<String> vp8Clips() throws IOException {
        return clips("VP80");
    }

    private static Stream<String> clips(final String codec) throws IOException {
        final List<String> names = new ArrayList<>();
        expected().properties().forEach(entry -> {
            if (codec.equals(entry.getValue().path("codec").asText())) {
                names.add(entry.getKey());
            }
        });
        return names.stream();
    }

    private static JsonNode expected() throws IOException {
        final Path file = VIDEO.resolve("video.json");
        assumeTrue(Files.exists(file), "no vectors beside this tree: " + file);
        return new ObjectMapper().readTree(file.toFile());
    }

    static JsonNode expected(final String clip) throws IOException {
        return expected().path(clip);
    }

    static byte[] octets(final String clip) throws IOException {
        final Path file = VIDEO.resolve(clip);
        assumeTrue(Files.exists(file), "no vectors beside this tree: " + file);
        return Files.readAllBytes(file);
    }

    /** Access units with start codes: a new one begins at the first thing after a slice that is no further slice of the same picture. */
    static List<byte[]> accessUnits(final byte[] stream) {
        final UnsafeBuffer buffer = new UnsafeBuffer(stream);
        final AnnexBReader reader = new AnnexBReader();
        final List<byte[]> units = new ArrayList<>();
        reader.wrap(buffer, 0, stream.length);
        int start = 0;
        boolean hasSlice = false;
        while (reader.next()) {
            final int type = H264Nal.type(buffer.getByte(reader.nalOffset()));
            final boolean isFirst = !H264Nal.isSlice(type) || (buffer.getByte(reader.nalOffset() + 1) & 0x80) != 0;
            if (hasSlice && isFirst) {
                final int end = reader.nalOffset() - 3;
                units.add(java.util.Arrays.copyOfRange(stream, start, end));
                start = end;
                hasSlice = false;
            }
            hasSlice |= H264Nal.isSlice(type);
        }
        units.add(java.util.Arrays.copyOfRange(stream, start, stream.length));
        return units;
    }

    static List<byte[]> nalUnits(final byte[] stream) {
        final UnsafeBuffer buffer = new UnsafeBuffer(stream);
        final AnnexBReader reader = new AnnexBReader();
        final List<byte[]> units = new ArrayList<>();
        reader.wrap(buffer, 0, stream.length);
        while (reader.next()) {
            units.add(java.util.Arrays.copyOfRange(stream, reader.nalOffset(), reader.nalOffset() + reader.nalLength()));
        }
        return units;
    }

    static List<byte[]> ivfFrames(final byte[] file) {
        final UnsafeBuffer buffer = new UnsafeBuffer(file);
        final List<byte[]> frames = new ArrayList<>();
        int position = IVF_HEADER;
        while (position + IVF_FRAME_HEADER <= file.length) {
            final int length = buffer.getInt(position, java.nio.ByteOrder.LITTLE_ENDIAN);
            position += IVF_FRAME_HEADER;
            frames.add(java.util.Arrays.copyOfRange(file, position, position + length));
            position += length;
        }
        return frames;
    }

    static EncodedVideo packetize(final List<byte[]> frames, final VideoEncoding encoding) {
        final EncodedVideoBuilder video = new EncodedVideoBuilder(encoding);
        final VideoPacketizer packetizer = VideoPacketizer.of(encoding);
        final FrameKind kind = new FrameKind(encoding.codec());
        for (final byte[] frame : frames) {
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            video.beginFrame(kind.isKeyFrame(buffer, 0, frame.length));
            packetizer.packetize(buffer, 0, frame.length, video);
        }
        return video.build();
    }

    static VideoEncoding encoding(final VideoCodec codec, final int packetizationMode, final int maxPayload) {
        return new VideoEncoding(codec, 320, 180, 15, 120_000, 2_000, packetizationMode, maxPayload);
    }
}
