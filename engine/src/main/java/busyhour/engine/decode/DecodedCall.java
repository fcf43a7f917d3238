package busyhour.engine.decode;

import busyhour.codec.AudioCodec;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** One stream of one call at the decoder. The decoder's thread. */
final class DecodedCall implements AudioDecoding.Sink {

    private static final AudioCodec[] CODECS = AudioCodec.values();

    final int endpoint;
    final int call;
    final int group;
    /** Null when the call is not compared. */
    final Envelope envelope;
    private final FiguresOut figures;
    private AudioDecoding audio;
    private VideoDecoding video;
    /** Null when the call is not recorded, or its recording failed. */
    private CallRecording recording;
    private boolean complete = true;
    private boolean concealing;

    DecodedCall(final int endpoint, final int call, final int group, final FiguresOut figures, final Envelope envelope, final CallRecording recording) {
        this.endpoint = endpoint;
        this.call = call;
        this.group = group;
        this.figures = figures;
        this.envelope = envelope;
        this.recording = recording;
    }

    /** A packet came. @param codec as in {@link DecodeLink}. */
    void onPacket(final int codec, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final long epochNs) {
        if (codec >= DecodeLink.VIDEO_CODECS) {
            video = video == null ? new VideoDecoding(figures, !complete) : video;
            final int number = codec - DecodeLink.VIDEO_CODECS;
            video.onPacket(number % DecodeLink.RETRANSMITTED, number >= DecodeLink.RETRANSMITTED, buffer, offset, length, arrivalNs);
            return;
        }
        audio = audio == null ? new AudioDecoding(this) : audio;
        audio.onPacket(codec, buffer, offset, length, arrivalNs);
        if (recording != null) {
            try {
                recording.onPacket(codec == AudioDecoding.NO_AUDIO ? null : CODECS[codec], buffer, offset, length, epochNs);
            } catch (final IOException e) {
                recording = null; // a full disk ends the recording, not the run
            }
        }
    }

    @Override
    public void samples(
            final short[] samples, final int count, final int rateHz, final boolean heard, final long durationNs, final long arrivalNs) {
        if (heard) {
            figures.audio(samples, 0, count, durationNs, arrivalNs);
        } else {
            figures.concealed(durationNs, !concealing);
        }
        concealing = !heard;
        if (envelope != null) {
            envelope.add(samples, 0, count, rateHz, heard);
        }
    }

    /** The decoder did not get all packets: what is missing now is not the network's fault, and no judgement is possible. */
    void onDrops() {
        complete = false;
        if (audio != null) {
            audio = new AudioDecoding(this);
        }
        closeVideo();
    }

    /** Whether every packet that came was looked at. */
    boolean isComplete() {
        return complete;
    }

    CallRecording recording() {
        return recording;
    }

    /** Nothing more comes. */
    void end() {
        if (audio != null) {
            audio.end();
        }
        closeVideo();
    }

    private void closeVideo() {
        if (video != null) {
            video.close();
            video = null;
        }
    }
}
