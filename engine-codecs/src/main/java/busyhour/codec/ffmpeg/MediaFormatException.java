package busyhour.codec.ffmpeg;

/** Content that ffmpeg cannot read, and what it says of it. */
public final class MediaFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    MediaFormatException(final String found) {
        super(found);
    }
}
