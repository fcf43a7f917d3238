package busyhour.codec.video;

import busyhour.codec.ffmpeg.Picture;
import busyhour.codec.ffmpeg.PictureDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes the frames of one stream to count what a player would stumble over: bitstream faults and missing references. Takes any
 * input. A frame that follows a lost one counts as an error even where the decoder hides it, until a key frame mends all.
 *
 * <p>One thread, never a shard's. Holds native memory until closed; closing twice does no harm.
 *
 * <pre>
 *   RTP payloads -> FrameAssembler -> frame (Annex B or VP8) -> VideoDecoder -> pictures, errors, size
 * </pre>
 */
public final class VideoDecoder implements AutoCloseable {

    private final VideoCodec codec;
    private final PictureDecoder decoder;
    private final H264FrameNumbers frameNumbers = new H264FrameNumbers();
    private final FrameKind kind;
    private boolean isReferenceMissing;
    private boolean hasBegun;
    private long errors;

    /** @throws IllegalStateException when this host has no native decoder. */
    public VideoDecoder(final VideoCodec codec) {
        this.codec = codec;
        this.kind = new FrameKind(codec);
        this.decoder = codec == VideoCodec.H264 ? PictureDecoder.h264() : PictureDecoder.vp8();
    }

    /**
     * Decodes one frame.
     *
     * @param buffer H.264: an access unit with start codes; VP8: a frame.
     * @return whether it came out without an error.
     */
    public boolean decode(final DirectBuffer buffer, final int offset, final int length) {
        final boolean isKeyFrame = kind.isKeyFrame(buffer, offset, length);
        isReferenceMissing = !isKeyFrame && (isReferenceMissing || !hasBegun);
        if (codec == VideoCodec.H264 && frameNumbers.hasGap(buffer, offset, length)) {
            isReferenceMissing = true;
        }
        hasBegun |= isKeyFrame;
        final long faultsBefore = decoder.faults();
        decoder.decode(buffer, offset, length);
        final boolean isFaulty = isReferenceMissing || decoder.faults() != faultsBefore;
        errors += isFaulty ? 1 : 0;
        return !isFaulty;
    }

    /** A frame that others may refer to did not come, or not whole: those that follow cannot be right until a key frame. */
    public void frameLost() {
        isReferenceMissing = true;
    }

    /** Gives out what the decoder still holds; at the end of a stream. */
    public void flush() {
        decoder.flush();
        frameNumbers.reset();
    }

    /** Pictures that came out, whatever they look like. */
    public long decodedFrames() {
        return decoder.pictures();
    }

    /** Frames with a bitstream fault or a missing reference. */
    public long errors() {
        return errors;
    }

    /** Pixels of the last picture, 0 before the first. */
    public int width() {
        return decoder.width();
    }

    public int height() {
        return decoder.height();
    }

    /** Copies the last picture. @return false when there is none of this size. */
    public boolean copyTo(final Picture picture) {
        return decoder.copyTo(picture);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
