package busyhour.codec.video;

/**
 * A video that cannot be read or encoded. The message is for people: it names the file, what was found and what was expected.
 */
public final class VideoException extends IllegalArgumentException {

    public VideoException(final String message) {
        super(message);
    }

    public VideoException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
