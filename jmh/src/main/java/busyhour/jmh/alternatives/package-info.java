/**
 * Designs that were measured and not taken. They are still measured, so that a machine or a kernel on which they would
 * win is noticed.
 *
 * <p>Interfaces of the kernel: {@code src/main/c/alternatives.c}, run by {@code jmh/load alternatives}. One thread, 172 bytes each
 * 20 ms over connected sockets, backing off; ratio of packets per busy second to the C pacer's (level-triggered epoll, {@code recvmmsg},
 * {@code send}) in the same go, medians of three, over several goes on a virtual machine whose speed changes meanwhile; cycles of
 * the thread for a packet out and one in, kernel's in it, by the pacer's (5,300 to 9,500 of the kernel, 400 to 500 of the program).
 *
 * <pre>
 *                               1,000 streams           3,000 streams
 *                               ratio      cycles       ratio      cycles
 *   note+one                    1.37-1.61  0.69-0.75    1.08-1.21  0.79-0.89   taken: busyhour.engine.io.NotedPoller
 *   depth1                      1.09-1.11  0.91-0.96    0.99       1.02
 *   edge+depth1                 0.99       0.92         1.07       0.90        leaves a second datagram unread
 *   turn+one                    1.01-1.23  0.84-1.01    1.13-1.31  0.78-0.85   up to 20 ms late; a silent stream reads nothing
 *   partner+one                 1.00-1.36  0.72-1.04    1.31-1.72  0.60-0.75   only who is both ends knows where to look
 *   ringsend+skip               0.94-1.20  0.90-1.07    1.12       0.91        a refusal is known after the fact
 *   ringreceive                 0.66-1.05  0.99-1.52    1.20       0.85
 *   ringsend+ringreceive+skip   0.61-0.85  1.09-1.62    0.77       1.12
 *   note+one+ringsend+skip      0.99       1.05         1.40       0.73
 *   copy+nostamp                1.40-1.50  0.67-0.75    1.29-1.47  0.65-0.79   each datagram counts as dropped and as InErrors
 *   packet                      1.35-1.85  0.58-0.78    1.89       0.57        own headers, no UDP checksum, sockets only hold ports
 *   ingress+nostamp             1.82-2.18  0.50-0.59    1.69-1.90  0.51-0.61   past firewall, checksums, the peer's address
 *   shared                      1.96-2.16  0.48-0.57    1.92-2.11  0.47-0.53   the plan's sockets: shared; not as phones do
 * </pre>
 *
 * Within the noise of cycles (1,000 streams, 0.89 to 1.25 in goes where the pacer's own moved as much): {@code stamping},
 * {@code write}, {@code sendmsg} (1.03), {@code unconnected} (1.04), {@code nocheck} (loopback computes no checksum),
 * {@code incomingcpu}, {@code busypoll} (loopback has no queue to poll), {@code gro} (loopback merges nothing), {@code unshare} (0.95).
 * What is small is better told by the kernel's instructions for a packet out and one in: 9,950 with {@code note}, of which
 * {@code depth1} saves 577, {@code one} 104 more, {@code noname} 108, {@code notos} 317, {@code nostamp} 213. Taken are all of
 * them: the filter notes TOS and time for next to nothing, and an expected packet at a connected socket is read by {@code recvfrom}, its
 * payload alone (the engine itself: 9,649 before, 8,707 with that).
 *
 * <p>Ways of the engine itself, in turn within one run, each window of 67 ms one of them; less time for a packet out and one in at
 * 1,000 and 3,000 endpoints:
 *
 * <pre>
 *   what the packets due need is read before the first is sent      4.3 %   1.7 %   taken: PacingTarget.fetch
 *   all are written before the first is sent, in its place          2.4     1.1     a refusal comes after the fact
 *   one datagram of each socket is read before the first is seen    1.8     0.5     taken: EpollDatagramIo.poll
 *   both of these with the first                                    3.4     2.5
 *   samples and RTCP of endpoints gathered for 2 ms                 0.2     0.4
 * </pre>
 *
 * Not tried: SO_ZEROCOPY (pays from 10 kB), SO_TXTIME (needs a queueing discipline, loopback has none).
 *
 * <p>Where the cycles go with epoll: the callback into it for each datagram in and each buffer freed after a datagram out, and two polls
 * of the socket with its file taken and given back for each event.
 */
package busyhour.jmh.alternatives;
