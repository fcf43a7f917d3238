package busyhour.engine.calibrate;

import java.io.IOException;

/** A measuring of this host that goes on beside. */
interface Measurement {

    /** Begins one. */
    @FunctionalInterface
    interface Begin {
        /** @throws IOException when it cannot be done, in one sentence. */
        Measurement begin() throws IOException;
    }

    /**
     * What came of it.
     *
     * @param endpoints that the host carries, null = it failed.
     * @param message   what was found, or why it failed.
     */
    record Outcome(Integer endpoints, String message) {
        static Outcome failed(final String why) {
            return new Outcome(null, why);
        }
    }

    /** Null while it goes on. */
    Outcome poll();

    /** Nobody wants it any more: what it started is gone when this returns, or is about to be. */
    void end();
}
