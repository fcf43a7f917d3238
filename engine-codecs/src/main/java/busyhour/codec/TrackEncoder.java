package busyhour.codec;

import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns linear samples into {@link EncodedTrack}s of the codecs that are made in Java: G.711, G.722, L16. Their octets are
 * the same whatever the packet time is, so tracks of several packet times share them. Set-up time only; allocates.
 */
public final class TrackEncoder {

    private TrackEncoder() {
    }

    /** One track without comfort noise; see {@link #encode(short[], AudioEncoding, int...)}. */
    public static EncodedTrack encode(final short[] pcm, final AudioCodec codec, final int ptimeMs) {
        return encode(pcm, AudioEncoding.of(codec, ptimeMs), ptimeMs)[0];
    }

    /** One track of the encoding's packet time; see {@link #encode(short[], AudioEncoding, int...)}. */
    public static EncodedTrack encode(final short[] pcm, final AudioEncoding encoding) {
        return encode(pcm, encoding, encoding.ptimeMs())[0];
    }

    /**
     * Encodes mono 16-bit samples at the codec's sampling rate. An incomplete last frame is filled up with silence.
     *
     * @param pcm      at least one sample.
     * @param encoding of any codec that is sent but Opus.
     * @param ptimesMs packet times wanted, at least one.
     * @return a track for each packet time.
     * @throws IllegalArgumentException for anything else.
     */
    public static EncodedTrack[] encode(final short[] pcm, final AudioEncoding encoding, final int... ptimesMs) {
        if (pcm.length == 0) {
            throw new IllegalArgumentException("no samples to encode");
        }
        int samples = 0;
        for (final int ptimeMs : ptimesMs) {
            final int perFrame = encoding.withPtimeMs(ptimeMs).samplesPerFrame();
            samples = Math.max(samples, Math.ceilDiv(pcm.length, perFrame) * perFrame);
        }
        final int octets = octets(encoding.codec(), samples);
        final UnsafeBuffer payloads = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(octets + ComfortNoise.LEVELS, BitUtil.CACHE_LINE_LENGTH));
        final short[] heard = fill(payloads, pcm, samples, encoding.codec());
        ComfortNoise.writeLevels(payloads, octets);
        final ComfortNoise noise = encoding.comfortNoise() ? new ComfortNoise(pcm, encoding.codec().sampleRateHz(), octets) : null;
        final EncodedTrack[] tracks = new EncodedTrack[ptimesMs.length];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = track(encoding.withPtimeMs(ptimesMs[i]), payloads, pcm.length, heard, noise);
        }
        return tracks;
    }

    private static EncodedTrack track(
            final AudioEncoding encoding, final UnsafeBuffer payloads, final int length, final short[] heard, final ComfortNoise noise) {
        final int perFrame = encoding.samplesPerFrame();
        final int octetsPerFrame = octets(encoding.codec(), perFrame);
        final FrameIndex frames = new FrameIndex(Math.ceilDiv(length, perFrame));
        for (int frame = 0; frame < frames.count(); frame++) {
            frames.frame(frame, frame * octetsPerFrame, octetsPerFrame);
            frames.measure(frame, heard, frame * perFrame, perFrame);
        }
        if (noise != null) {
            noise.describe(frames, encoding.ptimeMs());
        }
        return new EncodedTrack(encoding, payloads, frames);
    }

    private static int octets(final AudioCodec codec, final int samples) {
        return (int) ((long) samples * codec.bytesPerUnit() * codec.clockRateHz() / codec.sampleRateHz());
    }

    /** @return what a receiver decodes. */
    private static short[] fill(final UnsafeBuffer payloads, final short[] pcm, final int samples, final AudioCodec codec) {
        final short[] heard = new short[samples];
        switch (codec) {
            case PCMA, PCMU -> {
                for (int i = 0; i < samples; i++) {
                    final short sample = i < pcm.length ? pcm[i] : 0;
                    final byte code = codec == AudioCodec.PCMA ? G711.encodeALaw(sample) : G711.encodeMuLaw(sample);
                    payloads.putByte(i, code);
                    heard[i] = codec == AudioCodec.PCMA ? G711.decodeALaw(code) : G711.decodeMuLaw(code);
                }
            }
            case L16, L16_8000, L16_44100 -> {
                for (int i = 0; i < samples; i++) {
                    heard[i] = i < pcm.length ? pcm[i] : 0;
                    payloads.putShort(i * Short.BYTES, heard[i], ByteOrder.BIG_ENDIAN);
                }
            }
            case G722 -> {
                new G722Encoder().encode(pcm, 0, samples / 2, payloads, 0);
                final G722Decoder decoder = new G722Decoder();
                final int step = samples / 2 % 80 == 0 ? 80 : 1;
                for (int i = 0; i < samples / 2; i += step) {
                    decoder.decodeRaw(payloads, i, step, heard, 2 * i);
                }
            }
            default -> throw new IllegalArgumentException(codec + " is not encoded here");
        }
        return heard;
    }
}
