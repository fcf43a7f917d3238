package busyhour.codec.video;

/** A video that cannot be read, encoded or decoded. The message is for people and says what was found. */
public final class VideoException extends RuntimeException {

    public VideoException(final String message) {
        super(message);
    }

    public VideoException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
