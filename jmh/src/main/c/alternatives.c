/*
 * alternatives VARIANT STREAMS SECONDS CORE FIRST_PORT spin|backoff
 *
 * The pacer of pacer.c over other interfaces of the kernel, for what each of them costs a packet. VARIANT is a word or several joined
 * by "+"; "pacer" is pacer.c itself. Prints one line of JSON about the time after the first second, with the thread's cycles (perf
 * events; null where they are not allowed), softirqs and sleep included.
 *
 *   who is ready   edge        epoll, edge-triggered; with one or depth1 a second datagram would stay unread
 *                  turn        no epoll: a stream reads its own socket before it sends
 *                  partner     no epoll: what the last cycle sent to is read, which only one who is both ends can know
 *                  note, copy, ingress      see filters.h
 *   receive        depthN      recvmmsg of N at most
 *                  one         recvmsg of one
 *                  noname, notos, nostamp   without source address, TOS, timestamp
 *                  stamping    SO_TIMESTAMPING in the place of SO_TIMESTAMPNS
 *                  gro, busypoll, incomingcpu   that option of the socket
 *   send           write, sendmsg, unconnected (sendto), nocheck (SO_NO_CHECK)
 *   ring           ringsend, ringsendmsg, ringreceive (multishot recvmsg), skip (no completion of a send that succeeds); see uring.h
 *   shared         one socket for all callers and one for all callees, sendmmsg and recvmmsg
 *   packet         AF_PACKET rings; see packet.h
 *   unshare        the thread has a table of descriptors of its own
 *   far            partners are half the packet time apart, not next to each other
 */
#include "udp.h"
#include "filters.h"
#include "packet.h"
#include "uring.h"
#include <linux/net_tstamp.h>
#include <linux/perf_event.h>
#include <netinet/udp.h>

#define PTIME_NS 20000000ull
#define WARM_UP_NS 1000000000ull
#define LEAST_SLEEP_NS 250000ull
#define MOST_A_CYCLE 256
#define SHARED_BUFFER_BYTES (4 << 20)

struct figures {
    uint64_t sent, received, refused, vain, busy_ns, cpu_ns, wall_ns, cycles, sleeps, user, kernel;
};

struct queued {
    int stream;
    uint64_t due_ns;
    unsigned char payload[PAYLOAD_BYTES];
};

static const char *variant;
static int streams;
static int *sockets, *ports, *peers;
static int stream_of_port[65536];
static uint32_t *drops;
static uint16_t *sequences;
static struct figures f;
static struct histogram lateness;
static uint64_t checksum;
static int epoll;
static struct batch *batch;
static struct ring *ring;
static struct filter filter;
static struct packets packets;
static struct queued queue[MOST_A_CYCLE];
static int queued;

static int has(const char *word)
{
    const size_t length = strlen(word);
    for (const char *p = variant; (p = strstr(p, word)) != NULL; p += length) {
        if ((p == variant || p[-1] == '+') && (p[length] == 0 || p[length] == '+')) {
            return 1;
        }
    }
    return 0;
}

static int open_cycles(int of_user)
{
    struct perf_event_attr a = {.type = PERF_TYPE_HARDWARE, .size = sizeof a, .config = PERF_COUNT_HW_CPU_CYCLES,
        .exclude_kernel = of_user, .exclude_user = !of_user, .exclude_hv = 1};
    return (int) syscall(SYS_perf_event_open, &a, 0, -1, -1, 0);
}

static uint64_t read_cycles(int fd)
{
    uint64_t count = 0;
    return fd >= 0 && read(fd, &count, sizeof count) == sizeof count ? count : 0;
}

static void arrived(int index, struct arrival a)
{
    checksum += a.epoch_ns + (uint64_t) a.tos;
    drops[index] = a.drops > drops[index] ? a.drops : drops[index];
    f.received++;
}

static int depth = BATCH, one, names = 1;

static int receive_from(int index)
{
    int count;
    if (one) {
        struct msghdr *header = &batch->headers[0].msg_hdr;
        header->msg_namelen = names ? sizeof batch->names[0] : 0;
        header->msg_controllen = sizeof batch->controls[0];
        count = recvmsg(sockets[index], header, MSG_DONTWAIT) >= 0;
    } else {
        count = receive(batch, sockets[index], depth);
    }
    f.vain += count <= 0;
    for (int slot = 0; slot < count; slot++) {
        arrived(index, read_control(batch, slot));
    }
    return count > 0 ? count : 0;
}

static int receive_by_epoll(int until_empty)
{
    struct epoll_event events[MAX_EVENTS];
    int work = 0;
    const int ready = epoll_wait(epoll, events, MAX_EVENTS, 0);
    for (int i = 0; i < ready; i++) {
        int count;
        do {
            count = receive_from((int) events[i].data.u32);
            work += count;
        } while (until_empty && count == depth);
    }
    return work;
}

static int receive_by_filter(void)
{
    int work = 0, port;
    struct arrival a = {0};
    while (work < MOST_A_CYCLE && (port = filter.kind == FILTER_NOTE ? next_note(&filter) : next_copy(&filter, &a)) != 0) {
        if (filter.kind == FILTER_NOTE) {
            work += receive_from(stream_of_port[port]);
        } else {
            arrived(stream_of_port[port], a);
            work++;
        }
    }
    return work;
}

static int receive_by_packets(void)
{
    int work = 0, port;
    struct arrival a = {0};
    while (work < MOST_A_CYCLE && (port = packet_next(&packets, &a)) != 0) {
        arrived(stream_of_port[port], a);
        work++;
    }
    return work;
}

static int finish_ring(void)
{
    int work = 0;
    struct ring_completion c = {0};
    while (ring_complete(ring, &c)) {
        if (c.stream >= 0 && !c.failed) {
            arrived(c.stream, c.arrival);
            work++;
        } else if (c.stream < 0 && c.failed) {
            f.refused++;
            f.sent--;
        }
    }
    return work;
}

static void send_shared(int side)
{
    static struct mmsghdr headers[MOST_A_CYCLE];
    static struct iovec iovecs[MOST_A_CYCLE];
    static struct sockaddr_in peer;
    peer = loopback(ports[side ^ 1]);
    unsigned count = 0;
    for (int i = 0; i < queued; i++) {
        if (queue[i].stream % 2 == side) {
            iovecs[count] = (struct iovec) {queue[i].payload, PAYLOAD_BYTES};
            headers[count].msg_hdr = (struct msghdr) {
                .msg_name = &peer, .msg_namelen = sizeof peer, .msg_iov = &iovecs[count], .msg_iovlen = 1};
            count++;
        }
    }
    const int sent = count == 0 ? 0 : sendmmsg(sockets[side], headers, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    f.sent += sent > 0 ? (uint64_t) sent : 0;
    f.refused += count - (sent > 0 ? (unsigned) sent : 0);
}

static void open_sockets(int count, int first_port, int core, int by_epoll)
{
    int port = first_port;
    for (int i = 0; i < count; i++) {
        while ((sockets[i] = open_udp(port)) < 0) {
            port += 2;
        }
        ports[i] = port;
        stream_of_port[port] = i;
        port += 2;
        if (has("notos")) {
            set_option(sockets[i], IPPROTO_IP, IP_RECVTOS, 0);
        }
        if (has("nostamp") || has("stamping")) {
            set_option(sockets[i], SOL_SOCKET, SO_TIMESTAMPNS, 0);
        }
        if (has("stamping")) {
            set_option(sockets[i], SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE);
        }
        if (has("busypoll")) {
            set_option(sockets[i], SOL_SOCKET, SO_BUSY_POLL, 50);
        }
        if (has("incomingcpu")) {
            set_option(sockets[i], SOL_SOCKET, SO_INCOMING_CPU, core);
        }
        if (has("nocheck")) {
            set_option(sockets[i], SOL_SOCKET, SO_NO_CHECK, 1);
        }
        if (has("gro")) {
            set_option(sockets[i], IPPROTO_UDP, UDP_GRO, 1);
        }
        if (has("shared")) {
            set_option(sockets[i], SOL_SOCKET, SO_RCVBUFFORCE, SHARED_BUFFER_BYTES);
        }
        if (by_epoll) {
            struct epoll_event event = {.events = EPOLLIN | (has("edge") ? EPOLLET : 0), .data.u32 = (uint32_t) i};
            if (epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[i], &event) != 0) {
                fail("epoll_ctl");
            }
        }
    }
}

static void sleep_until(int by_epoll, uint64_t due_ns, uint64_t now)
{
    struct epoll_event event;
    const uint64_t wait_ns = due_ns - now < LEAST_SLEEP_NS ? LEAST_SLEEP_NS : due_ns - now;
    struct timespec timeout = {(time_t) (wait_ns / 1000000000ull), (long) (wait_ns % 1000000000ull)};
    if (by_epoll) {
        epoll_pwait2(epoll, &event, 1, &timeout, NULL);
    } else {
        nanosleep(&timeout, NULL);
    }
}

static void print(const struct figures *first, const char *idle, uint64_t now)
{
    uint64_t total_drops = 0;
    for (int i = 0; i < streams; i++) {
        total_drops += drops[i];
    }
    const uint64_t sent = f.sent - first->sent;
    char user[32] = "null", kernel[32] = "null";
    if (f.kernel > first->kernel && sent > 0) {
        snprintf(user, sizeof user, "%.0f", (double) (f.user - first->user) / (double) sent);
        snprintf(kernel, sizeof kernel, "%.0f", (double) (f.kernel - first->kernel) / (double) sent);
    }
    printf("{\"program\": \"c-alternatives\", \"variant\": \"%s\", \"streams\": %d, \"idle\": \"%s\", \"wallNs\": %lu, \"cpuNs\": %lu,"
           " \"busyNs\": %lu, \"sent\": %lu, \"received\": %lu, \"refused\": %lu, \"vain\": %lu, \"drops\": %lu, \"cycles\": %lu,"
           " \"sleeps\": %lu, \"userCyclesPerPacket\": %s, \"kernelCyclesPerPacket\": %s,"
           " \"latenessUs\": {\"p50\": %lu, \"p99\": %lu, \"p999\": %lu, \"max\": %lu}, \"checksum\": %lu}\n",
        variant, streams, idle, now - first->wall_ns, clock_ns(CLOCK_THREAD_CPUTIME_ID) - first->cpu_ns, f.busy_ns - first->busy_ns,
        sent, f.received - first->received, f.refused - first->refused, f.vain - first->vain, total_drops, f.cycles - first->cycles,
        f.sleeps - first->sleeps, user, kernel, percentile_us(&lateness, 0.5), percentile_us(&lateness, 0.99),
        percentile_us(&lateness, 0.999), lateness.max_us, checksum);
}

int main(int argc, char **argv)
{
    if (argc != 7 || atoi(argv[2]) % 4 != 0) {
        fprintf(stderr, "usage: alternatives VARIANT STREAMS SECONDS CORE FIRST_PORT spin|backoff\n");
        return 2;
    }
    variant = argv[1];
    streams = atoi(argv[2]);
    const uint64_t duration_ns = (uint64_t) (atof(argv[3]) * 1e9) + WARM_UP_NS;
    const int backoff = strcmp(argv[6], "backoff") == 0;
    pin(atoi(argv[4]));
    raise_open_files();
    sockets = calloc((size_t) streams, sizeof *sockets);
    ports = calloc((size_t) streams, sizeof *ports);
    peers = calloc((size_t) streams, sizeof *peers);
    drops = calloc((size_t) streams, sizeof *drops);
    sequences = calloc((size_t) streams, sizeof *sequences);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    filter.kind = has("note") ? FILTER_NOTE : has("copy") ? FILTER_COPY : has("ingress") ? FILTER_INGRESS : FILTER_NONE;
    const int turn = has("turn"), partner = has("partner"), by_packets = has("packet"), shared = has("shared");
    const int ring_receives = has("ringreceive"), ring_sendmsg = has("ringsendmsg"), ring_sends = has("ringsend") || ring_sendmsg;
    const int skip = has("skip"), unconnected = has("unconnected"), by_write = has("write"), by_sendmsg = has("sendmsg");
    const int by_epoll = !turn && !partner && !by_packets && !ring_receives && filter.kind == FILTER_NONE;
    one = has("one");
    names = !has("noname");
    for (int n = 1; n <= BATCH; n++) {
        char word[16];
        snprintf(word, sizeof word, "depth%d", n);
        depth = has(word) ? n : depth;
    }
    const int opened = shared ? 2 : streams;
    open_sockets(opened, atoi(argv[5]), atoi(argv[4]), by_epoll);
    for (int i = 0; i < streams; i++) {
        peers[i] = has("far") ? (i + streams / 2) % streams : i ^ 1;
    }
    for (int i = 0; i < streams && !unconnected && !shared; i++) {
        connect_to(sockets[i], sockets[peers[i]]);
    }
    batch = new_batch();
    for (int i = 0; i < BATCH && !names; i++) {
        batch->headers[i].msg_hdr.msg_name = NULL;
    }
    if (filter.kind != FILTER_NONE) {
        filter = filter_open(filter.kind, sockets, ports, streams);
    }
    if (by_packets) {
        packets = packet_open(sockets, ports, peers, streams);
    }
    if (ring_sends || ring_receives) {
        ring = ring_open(sockets, streams);
    }
    if (ring_receives) {
        ring_receive_all(ring, streams);
    }
    if (has("unshare") && unshare(CLONE_FILES) != 0) {
        fail("unshare");
    }
    unsigned char payload[PAYLOAD_BYTES] = {0x80};
    struct iovec iovec = {payload, sizeof payload};
    const struct msghdr message = {.msg_iov = &iovec, .msg_iovlen = 1};
    const int user = open_cycles(1), kernel = open_cycles(0);
    struct figures first = {0};
    const uint64_t start_ns = now_ns();
    uint64_t number = 0; /* of the next packet: stream number % streams, due at start + number * 20 ms / streams */
    int measuring = 0;
    uint64_t now;
    while ((now = now_ns()) - start_ns < duration_ns) {
        if (!measuring && now - start_ns >= WARM_UP_NS) {
            measuring = 1;
            f.user = read_cycles(user);
            f.kernel = read_cycles(kernel);
            first = f;
            first.cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
            first.wall_ns = now;
            memset(&lateness, 0, sizeof lateness);
        }
        int work = by_epoll ? receive_by_epoll(shared) : by_packets ? receive_by_packets()
            : filter.kind != FILTER_NONE ? receive_by_filter() : 0;
        for (int i = 0; i < queued && partner; i++) {
            work += receive_from(peers[queue[i].stream]);
        }
        queued = 0;
        uint64_t due_ns;
        while ((due_ns = start_ns + number * PTIME_NS / (uint64_t) streams) <= now && work < MOST_A_CYCLE && queued < MOST_A_CYCLE) {
            const int index = (int) (number % (uint64_t) streams);
            const uint16_t sequence = htons(sequences[index]++);
            memcpy(payload + 2, &sequence, sizeof sequence);
            if (turn) {
                work += receive_from(index);
            }
            queue[queued].stream = index;
            queue[queued].due_ns = due_ns;
            if (shared) {
                memcpy(queue[queued].payload, payload, sizeof payload);
            } else if (ring_sends) {
                ring_send(ring, index, sequence, ring_sendmsg, skip);
                f.sent++;
            } else {
                const uint64_t at_ns = now_ns();
                ssize_t sent;
                if (by_packets) {
                    sent = packet_queue(&packets, index, payload) ? PAYLOAD_BYTES : -1;
                } else if (unconnected) {
                    const struct sockaddr_in to = loopback(ports[peers[index]]);
                    sent = sendto(sockets[index], payload, sizeof payload, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *) &to, sizeof to);
                } else if (by_write) {
                    sent = write(sockets[index], payload, sizeof payload);
                } else if (by_sendmsg) {
                    sent = sendmsg(sockets[index], &message, MSG_DONTWAIT | MSG_NOSIGNAL);
                } else {
                    sent = send(sockets[index], payload, sizeof payload, MSG_DONTWAIT | MSG_NOSIGNAL);
                }
                f.sent += sent == sizeof payload;
                f.refused += sent != sizeof payload;
                if (!by_packets) {
                    record_us(&lateness, (at_ns - due_ns) / 1000);
                }
            }
            queued++;
            number++;
            work++;
        }
        if (shared) {
            send_shared(0);
            send_shared(1);
        } else if (by_packets && queued > 0) {
            packet_flush(&packets);
        } else if (ring_receives || (ring_sends && queued > 0)) {
            ring_enter(ring, ring_receives ? IORING_ENTER_GETEVENTS : 0);
            work += finish_ring();
        }
        if (queued > 0 && (shared || by_packets || ring_sends)) { /* late is what has not left */
            const uint64_t at_ns = now_ns();
            for (int i = 0; i < queued; i++) {
                record_us(&lateness, (at_ns - queue[i].due_ns) / 1000);
            }
        }
        f.cycles++;
        if (work > 0) {
            f.busy_ns += now_ns() - now;
        } else if (backoff) {
            f.sleeps++;
            sleep_until(by_epoll, due_ns, now);
        }
    }
    f.user = read_cycles(user);
    f.kernel = read_cycles(kernel);
    print(&first, argv[6], now);
    return 0;
}
