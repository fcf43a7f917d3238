/*
 * burst PAIRS SECONDS CORE
 *
 * As fast as it goes: a round sends one RTP-sized datagram from each of PAIRS connected sockets to its partner and
 * then reads them all by epoll and recvmmsg. One thread, one core (-1 = not pinned). Prints one line of JSON.
 */
#include "udp.h"

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: burst PAIRS SECONDS CORE\n");
        return 2;
    }
    const int pairs = atoi(argv[1]);
    const uint64_t duration_ns = (uint64_t) (atof(argv[2]) * 1e9);
    pin(atoi(argv[3]));
    raise_open_files();
    int *senders = calloc((size_t) pairs, sizeof *senders);
    int *receivers = calloc((size_t) pairs, sizeof *receivers);
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < pairs; i++) {
        senders[i] = open_udp(0);
        receivers[i] = open_udp(0);
        if (senders[i] < 0 || receivers[i] < 0) {
            fail("bind");
        }
        connect_to(senders[i], receivers[i]);
        connect_to(receivers[i], senders[i]);
        add_to_epoll(epoll, senders[i], i);
        add_to_epoll(epoll, receivers[i], i);
    }
    struct batch *batch = new_batch();
    struct epoll_event events[MAX_EVENTS];
    char payload[PAYLOAD_BYTES] = {(char) 0x80};
    uint64_t sent = 0, received = 0, refused = 0, checksum = 0;
    const uint64_t start_ns = now_ns();
    const uint64_t start_cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    uint64_t end_ns;
    while ((end_ns = now_ns()) - start_ns < duration_ns) {
        int expected = 0;
        for (int i = 0; i < pairs; i++) {
            if (send(senders[i], payload, sizeof payload, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof payload) {
                expected++;
            } else {
                refused++;
            }
        }
        sent += (uint64_t) expected;
        int ready;
        while (expected > 0 && (ready = epoll_wait(epoll, events, MAX_EVENTS, 100)) > 0) {
            for (int i = 0; i < ready; i++) {
                const int index = (int) events[i].data.u32;
                const int count = receive(batch, receivers[index], BATCH);
                for (int slot = 0; slot < count; slot++) {
                    struct arrival a = read_control(batch, slot);
                    checksum += a.epoch_ns + (uint64_t) a.tos + batch->headers[slot].msg_len
                        + (uint64_t) batch->names[slot].sin6_port;
                    received++;
                    expected--;
                }
            }
        }
    }
    const uint64_t cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - start_cpu_ns;
    printf("{\"program\": \"c-burst\", \"pairs\": %d, \"wallNs\": %lu, \"cpuNs\": %lu, \"sent\": %lu, \"received\": %lu,"
           " \"refused\": %lu, \"checksum\": %lu}\n",
        pairs, end_ns - start_ns, cpu_ns, sent, received, refused, checksum);
    return 0;
}
