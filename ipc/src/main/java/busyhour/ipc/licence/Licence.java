package busyhour.ipc.licence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Leave for one worker to play endpoints.
 *
 * @param id        of the licence, for whoever issued it.
 * @param worker    id of the worker as the platform shows it.
 * @param holder    for people; may be empty.
 * @param issuedAt  not good before it.
 * @param expiresAt not good from it on.
 */
public record Licence(String id, LicenceTier tier, String worker, String holder, Instant issuedAt, Instant expiresAt) {

    static final String TITLE = "Busyhour licence 1";
    private static final int MAX_TEXT = 200;
    /** Clocks of vendor and customer differ. */
    private static final Duration EARLY = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException when a text could not stand in a file, or it ends before it begins. */
    public Licence {
        for (final String text : new String[] {id, worker, holder}) {
            if (text.length() > MAX_TEXT || !text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("found '" + text + "', expected one line of at most " + MAX_TEXT + " characters");
            }
        }
        if (id.isEmpty() || worker.isEmpty()) {
            throw new IllegalArgumentException("a licence has an id and is for a worker");
        }
        if (!issuedAt.isBefore(expiresAt)) {
            throw new IllegalArgumentException("it expires " + expiresAt + ", which is not after " + issuedAt);
        }
    }

    /** The bytes that are signed: the title tells them from everything else that a key may sign. */
    byte[] signed() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        return TITLE + "\nid: " + id + "\ntier: " + tier.word() + "\nworker: " + worker + "\nholder: " + holder
                + "\nissued: " + issuedAt + "\nexpires: " + expiresAt + "\n";
    }

    /** Why it is not good now, or null. */
    public String faultAt(final Instant now) {
        if (!now.isBefore(expiresAt)) {
            return "the licence expired " + expiresAt;
        }
        return now.plus(EARLY).isBefore(issuedAt) ? "the licence is good from " + issuedAt + " on" : null;
    }
}
