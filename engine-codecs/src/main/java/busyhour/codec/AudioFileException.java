package busyhour.codec;

/** A file that cannot be played: which one, what it turned out to be, and what would have been right. */
public final class AudioFileException extends Exception {

    private final String file;
    private final String found;
    private final String expected;

    public AudioFileException(String file, String found, String expected) {
        super(file + ": found " + found + ", expected " + expected);
        this.file = file;
        this.found = found;
        this.expected = expected;
    }

    public String file() {
        return file;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
