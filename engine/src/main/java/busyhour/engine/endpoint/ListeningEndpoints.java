package busyhour.engine.endpoint;

import java.util.Arrays;

/**
 * The endpoints that answer at one listening socket, dealt out in turn to callers who name none of them. They answer from
 * the moment that the socket is open: nobody who calls early finds them busy.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class ListeningEndpoints {

    private final Group group;
    private final Endpoint[] members;
    private int turn;

    ListeningEndpoints(final Group group, final Endpoint[] shard) {
        this.group = group;
        members = Arrays.stream(shard).filter(endpoint -> endpoint.group() == group).toArray(Endpoint[]::new);
    }

    Group group() {
        return group;
    }

    /** @return the next endpoint without a call, or null. */
    Endpoint nextFree() {
        for (int i = 0; i < members.length; i++) {
            final Endpoint endpoint = members[turn];
            turn = turn + 1 == members.length ? 0 : turn + 1;
            if (endpoint.call == Endpoint.NO_CALL && !endpoint.finished) {
                return endpoint;
            }
        }
        return null;
    }
}
