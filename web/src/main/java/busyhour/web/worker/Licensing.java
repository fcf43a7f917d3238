package busyhour.web.worker;

import java.util.Optional;

/** What a worker's licence allows. Any thread; asked on each connect and for each list. */
public interface Licensing {

    /** Everything, for everybody. */
    Licensing UNLIMITED = new Licensing() { };

    /** Why a worker may not connect, such as "its licence expired on 2026-11-20"; empty when it may. */
    default Optional<String> refusal(long workerId) {
        return Optional.empty();
    }

    /** Endpoints that a worker may play at most, null = no limit. */
    default Integer endpoints(long workerId) {
        return null;
    }

    /** The licence as a worker checks it itself, null when it has none. Goes to it with each connect. */
    default String text(long workerId) {
        return null;
    }
}
