package busyhour.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Samples at 48 kHz to a track of Opus packets with discontinuous transmission, by Concentus: ffmpeg has no switch for it.
 * After 200 ms of silence the encoder makes packets of one octet, which are frames in which nothing is sent, and a whole one
 * each 400 ms (RFC 6716 2.1.9, RFC 7587 3.1.3).
 *
 * <p>Set-up time; any thread.
 */
public final class OpusDtxEncoder {

    private static final int MAX_PACKET_BYTES = 3 * (OpusPacket.MAX_FRAME_BYTES + 2) + 2;

    private OpusDtxEncoder() {
    }

    /**
     * Encodes. An incomplete last frame is filled up with silence.
     *
     * @param pcm                 16-bit samples at 48 kHz, interleaved when the encoding has two channels; at least one.
     * @param encoding            of Opus with DTX.
     * @param expectedLossPercent what FEC is made for.
     * @param progress            told the percentage that is done, each at most once.
     */
    public static EncodedTrack encode(
            final short[] pcm, final AudioEncoding encoding, final int expectedLossPercent, final IntConsumer progress) {
        try {
            final OpusEncoder encoder = new OpusEncoder(
                    OpusPacket.CLOCK_RATE_HZ, encoding.channels(), OpusApplication.OPUS_APPLICATION_VOIP);
            encoder.setBitrate(encoding.bitrateBps());
            encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
            encoder.setUseVBR(true);
            encoder.setUseConstrainedVBR(true);
            encoder.setUseInbandFEC(encoding.fec());
            encoder.setPacketLossPercent(encoding.fec() ? expectedLossPercent : 0);
            encoder.setUseDTX(encoding.dtx());
            return run(encoder, pcm, encoding, progress);
        } catch (final OpusException e) {
            throw new IllegalStateException("Opus refuses " + encoding, e);
        }
    }

    private static EncodedTrack run(
            final OpusEncoder encoder, final short[] pcm, final AudioEncoding encoding, final IntConsumer progress)
            throws OpusException {
        final int perFrame = encoding.samplesPerFrame() * encoding.channels();
        final int frames = Math.ceilDiv(pcm.length, perFrame);
        final TrackBuilder track = new TrackBuilder(encoding);
        final OpusPacket packet = new OpusPacket();
        final byte[] octets = new byte[MAX_PACKET_BYTES];
        int told = -1;
        for (int i = 0; i < frames; i++) {
            final short[] samples = Arrays.copyOfRange(pcm, i * perFrame, (i + 1) * perFrame);
            final int length = encoder.encode(samples, 0, encoding.samplesPerFrame(), octets, 0, octets.length);
            final boolean silence = packet.wrap(new UnsafeBuffer(octets), 0, length) && packet.isSilence();
            track.add(Arrays.copyOf(octets, length), !silence);
            final int percent = (int) (100L * (i + 1) / frames);
            if (percent > told) {
                told = percent;
                progress.accept(percent);
            }
        }
        return track.build();
    }
}
