package busyhour.ipc.link;

/**
 * What a platform told a worker when it let it in. Immutable.
 *
 * @param worker      name on the link.
 * @param name        as people call it there.
 * @param host        name or address of the platform's link.
 * @param connection  number of this connection.
 * @param keys        of this connection, null = frames go unsealed.
 * @param capacity    endpoints that the platform will give it at most, null = it has no opinion.
 * @param licence     to be checked by the worker, null = it has none.
 */
public record LinkGrant(
        String worker, String name, String host, int dataPort, int controlPort, long connection, LinkKeys keys, Integer capacity, String licence) {
}
