package busyhour.codec.video;

import busyhour.codec.ffmpeg.Picture;

/** Pictures to encode, one after the other, at a constant frame rate. Set-up time, one thread. */
interface PictureSource extends AutoCloseable {

    /** Frames that there will be; an estimate where a file does not say, never 0. */
    int expectedFrames();

    /**
     * Draws the next picture.
     *
     * @return false when there is none any more; then the picture is as it was.
     * @throws VideoException when a file is damaged.
     */
    boolean next(Picture picture);

    /**
     * Asks for more or less detail, so that the rate that the encoder was given is filled.
     *
     * @param level 0 none, 1 as much as there can be. A source that is as it is does nothing.
     */
    default void detail(final double level) {
    }

    /** Whether {@link #detail} has an effect. */
    default boolean hasDetail() {
        return false;
    }

    @Override
    void close();
}
