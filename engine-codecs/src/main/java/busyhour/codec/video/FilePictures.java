package busyhour.codec.video;

import busyhour.codec.ffmpeg.MediaFormatException;
import busyhour.codec.ffmpeg.Picture;
import busyhour.codec.ffmpeg.PictureReader;

/**
 * The pictures of a media file at a constant frame rate: at each moment the one that a player would show, so pictures are repeated or
 * left out where the file has another rate.
 */
final class FilePictures implements PictureSource {

    /** Largest file, octets; plans take none that is larger. */
    static final int MAX_FILE_OCTETS = 64 << 20;
    /** Longest video, as for audio. */
    static final int MAX_SECONDS = 600;
    /** Time stamps of containers are rounded: so much early is in time. */
    private static final double SLACK_SECONDS = 0.002;

    private final String name;
    private final int fps;
    private final PictureReader reader;
    private final int expectedFrames;
    private boolean hasPending;
    private double pendingSeconds;
    private double endSeconds;
    private int frames;

    /** @throws VideoException naming the file when it has no pictures that can be read. */
    FilePictures(final String name, final byte[] content, final int fps) {
        this.name = name;
        this.fps = fps;
        if (content.length > MAX_FILE_OCTETS) {
            throw fault("a file of " + content.length + " octets", "at most " + MAX_FILE_OCTETS);
        }
        try {
            reader = new PictureReader(content);
        } catch (final MediaFormatException e) {
            throw fault(e);
        }
        final double declared = reader.declaredSeconds();
        if (declared > MAX_SECONDS) {
            reader.close();
            throw tooLong(Math.round(declared) + " s");
        }
        expectedFrames = Double.isNaN(declared) ? 1 : Math.max(1, (int) Math.round(declared * fps));
    }

    private VideoException fault(final MediaFormatException cause) {
        return new VideoException(name + ": found " + cause.getMessage() + ", expected a video file", cause);
    }

    private VideoException fault(final String found, final String expected) {
        return new VideoException(name + ": found " + found + ", expected " + expected);
    }

    private VideoException tooLong(final String found) {
        return fault("a video of " + found, "at most " + MAX_SECONDS + " s");
    }

    @Override
    public int expectedFrames() {
        return Math.max(expectedFrames, frames);
    }

    @Override
    public boolean next(final Picture picture) {
        try {
            return tryNext(picture);
        } catch (final MediaFormatException e) {
            throw fault(e);
        }
    }

    private boolean tryNext(final Picture picture) throws MediaFormatException {
        final double nowSeconds = (double) frames / fps;
        if (frames == 0) {
            read();
        }
        while (hasPending && pendingSeconds <= nowSeconds + SLACK_SECONDS) {
            final double shown = pendingSeconds;
            reader.copyTo(picture);
            read();
            endSeconds = shown + reader.nominalSeconds();
        }
        if (!hasPending && nowSeconds + SLACK_SECONDS >= endSeconds) {
            return false;
        }
        if (frames >= MAX_SECONDS * fps) {
            throw tooLong("more than " + MAX_SECONDS + " s");
        }
        frames++;
        return true;
    }

    private void read() throws MediaFormatException {
        hasPending = reader.next();
        pendingSeconds = reader.seconds();
    }

    @Override
    public void close() {
        reader.close();
    }
}
