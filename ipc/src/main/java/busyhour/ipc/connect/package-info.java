/**
 * How a worker comes to its keys: it shows its token over HTTPS, and both sides agree on the keys of one connection of
 * {@link busyhour.ipc.link}. Blocking; by a thread that may wait.
 *
 * <pre>
 *   worker                                                        platform
 *   POST /api/v1/workers/connect {key, name, capacity, ...} ----> token known? licence good?
 *   &lt;-- {worker, host, dataPort, controlPort, connection, key, capacity, licence} ---
 *   both: X25519(own, other's), token -> HKDF -> a key for each direction
 * </pre>
 */
package busyhour.ipc.connect;
