package busyhour.jmh.load;

import java.io.IOException;

/** Someone who sends two-way media on one core, each measurement in processes of its own. */
interface Contender {

    String name();

    /** Why it cannot be measured here, or null. */
    String missing() throws IOException, InterruptedException;

    /**
     * @param endpoints that each send and receive at once, even.
     * @param seconds   of the steady part.
     * @param tap       that watches the gaps from outside, null = nobody does: watching costs the sender a tenth of a microsecond a packet or more.
     */
    Figures measure(int endpoints, double seconds, Tap tap) throws IOException, InterruptedException;
}
