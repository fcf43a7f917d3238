/**
 * Datagram sockets, clocks and cores of the kernel, by the FFM API: no JNI, nothing allocated for a packet.
 *
 * <pre>
 *   kernel -> socket filter -> notes in shared memory, or epoll     which sockets are ready
 *          -> recvfrom or recvmsg of one, recvmmsg of several -> {@link busyhour.engine.io.DatagramHandler#onDatagram}
 *                           socket number, source, bytes, kernel timestamp, TOS
 *   shard  -> {@link busyhour.engine.io.DatagramIo#send} (connected) or sendTo -> kernel
 * </pre>
 *
 * {@link busyhour.engine.io.DatagramIo} is the line behind which another back end (AF_PACKET, AF_XDP) may stand;
 * {@link busyhour.engine.io.EpollDatagramIo} is the one over ordinary sockets. Sockets are dense numbers, addresses
 * are {@link busyhour.sip.TransportAddress}, failures are negative errno values ({@link busyhour.engine.io.Errno}).
 *
 * <p>Readiness: a socket watched by epoll costs the kernel locks and list walks for each datagram in, each buffer of a datagram out
 * that is freed, and two polls of the socket for each event: a quarter of all its cycles for a packet. Where the kernel lets us load
 * an eBPF socket filter (root or CAP_BPF, Linux 5.12), each datagram's port, TOS and time are noted in memory that we read without a
 * call instead, and epoll only sleeps; elsewhere epoll tells. What a handler sees is the same. A datagram that a handler expects
 * ({@link busyhour.engine.io.DatagramHandler#onPeerDatagram}) is then read by its payload alone, without names and control messages. Where one datagram waits at each of several
 * sockets, all are read before the first is handed over: the kernel's code and ours take turns less often.
 *
 * <p>Thread rule: one shard, one {@code DatagramIo}, one thread; only {@code wakeUp} and {@code readiness} may be called from elsewhere.
 * System calls carry pointers as {@code long}s and no {@code captureCallState}: errno is read, by its address, only
 * after a failure. Those of a packet go by libc's {@code syscall}: its wrappers of send and receive are points of
 * cancellation, which cost 7 % of a shard's time. The {@code *Calls} classes are the bindings, and nothing outside this
 * package sees them.
 */
package busyhour.engine.io;
