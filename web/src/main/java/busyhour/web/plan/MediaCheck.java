package busyhour.web.plan;

/** Looks into a media file that a plan names. */
public interface MediaCheck {
    /** Takes everything: the worker will look. */
    MediaCheck NONE = (name, content, stream) -> { };

    /** What a file is to give. */
    enum Stream { AUDIO, VIDEO }

    /** @throws Refused when the file has no such stream that can be played. */
    void check(String name, byte[] content, Stream stream) throws Refused;

    /** Why a file cannot be played; becomes a fault of the plan. */
    final class Refused extends Exception {
        private final String found;
        private final String expected;

        public Refused(String found, String expected) {
            super("found " + found + ", expected " + expected, null, false, false);
            this.found = found;
            this.expected = expected;
        }

        String found() {
            return found;
        }

        String expected() {
            return expected;
        }
    }
}
