/*
 * pacer STREAMS SECONDS CORE FIRST_PORT spin|backoff
 *
 * Two-way calls: STREAMS sockets (an even number) in connected pairs, each sending 172 bytes every 20 ms, their
 * phases spread evenly, each reading what its partner sends. One thread, one core (-1 = not pinned): the least that
 * any load generator with one socket for each stream must do. "backoff" sleeps in epoll when nothing is due, a quarter
 * of a millisecond at least. Prints one line of JSON about the time after the first second.
 */
#include "udp.h"

#define PTIME_NS 20000000ull
#define WARM_UP_NS 1000000000ull
#define LEAST_SLEEP_NS 250000ull

struct figures {
    uint64_t sent, received, refused, busy_ns, cpu_ns, wall_ns, cycles, sleeps;
};

static struct histogram lateness;

static void sleep_until(int epoll, uint64_t due_ns, uint64_t now)
{
    struct epoll_event event;
    const uint64_t wait_ns = due_ns - now < LEAST_SLEEP_NS ? LEAST_SLEEP_NS : due_ns - now;
    struct timespec timeout = {(time_t) (wait_ns / 1000000000ull), (long) (wait_ns % 1000000000ull)};
    epoll_pwait2(epoll, &event, 1, &timeout, NULL);
}

int main(int argc, char **argv)
{
    if (argc != 6 || atoi(argv[1]) % 2 != 0) {
        fprintf(stderr, "usage: pacer STREAMS SECONDS CORE FIRST_PORT spin|backoff\n");
        return 2;
    }
    const int streams = atoi(argv[1]);
    const uint64_t duration_ns = (uint64_t) (atof(argv[2]) * 1e9) + WARM_UP_NS;
    const int backoff = strcmp(argv[5], "backoff") == 0;
    pin(atoi(argv[3]));
    raise_open_files();
    int *sockets = calloc((size_t) streams, sizeof *sockets);
    uint32_t *drops = calloc((size_t) streams, sizeof *drops);
    uint16_t *sequences = calloc((size_t) streams, sizeof *sequences);
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    int port = atoi(argv[4]);
    for (int i = 0; i < streams; i++) {
        while ((sockets[i] = open_udp(port)) < 0) {
            port += 2;
        }
        port += 2;
        add_to_epoll(epoll, sockets[i], i);
    }
    for (int i = 0; i < streams; i++) {
        connect_to(sockets[i], sockets[i ^ 1]);
    }
    struct batch *batch = new_batch();
    struct epoll_event events[MAX_EVENTS];
    unsigned char payload[PAYLOAD_BYTES] = {0x80};
    struct figures now_figures = {0}, first = {0};
    const uint64_t start_ns = now_ns();
    uint64_t number = 0; /* of the next packet: stream number % streams, due at start + number * 20 ms / streams */
    uint64_t checksum = 0;
    int measuring = 0;
    uint64_t now;
    while ((now = now_ns()) - start_ns < duration_ns) {
        if (!measuring && now - start_ns >= WARM_UP_NS) {
            measuring = 1;
            first = now_figures;
            first.cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
            first.wall_ns = now;
            memset(&lateness, 0, sizeof lateness);
        }
        int work = 0;
        const int ready = epoll_wait(epoll, events, MAX_EVENTS, 0);
        for (int i = 0; i < ready; i++) {
            const int index = (int) events[i].data.u32;
            const int count = receive(batch, sockets[index], BATCH);
            for (int slot = 0; slot < count; slot++) {
                struct arrival a = read_control(batch, slot);
                checksum += a.epoch_ns;
                drops[index] = a.drops > drops[index] ? a.drops : drops[index];
                now_figures.received++;
                work++;
            }
        }
        uint64_t due_ns;
        while ((due_ns = start_ns + number * PTIME_NS / (uint64_t) streams) <= now && work < 256) {
            const int index = (int) (number % (uint64_t) streams);
            const uint16_t sequence = htons(sequences[index]++);
            memcpy(payload + 2, &sequence, sizeof sequence);
            const uint64_t at_ns = now_ns();
            if (send(sockets[index], payload, sizeof payload, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof payload) {
                now_figures.sent++;
            } else {
                now_figures.refused++;
            }
            record_us(&lateness, (at_ns - due_ns) / 1000);
            number++;
            work++;
        }
        now_figures.cycles++;
        if (work > 0) {
            now_figures.busy_ns += now_ns() - now;
        } else if (backoff) {
            now_figures.sleeps++;
            sleep_until(epoll, due_ns, now);
        }
    }
    uint64_t total_drops = 0;
    for (int i = 0; i < streams; i++) {
        total_drops += drops[i];
    }
    printf("{\"program\": \"c-pacer\", \"streams\": %d, \"idle\": \"%s\", \"wallNs\": %lu, \"cpuNs\": %lu, \"busyNs\": %lu,"
           " \"sent\": %lu, \"received\": %lu, \"refused\": %lu, \"drops\": %lu, \"cycles\": %lu, \"sleeps\": %lu,"
           " \"latenessUs\": {\"p50\": %lu, \"p99\": %lu, \"p999\": %lu, \"max\": %lu}, \"checksum\": %lu}\n",
        streams, argv[5], now - first.wall_ns, clock_ns(CLOCK_THREAD_CPUTIME_ID) - first.cpu_ns,
        now_figures.busy_ns - first.busy_ns, now_figures.sent - first.sent, now_figures.received - first.received,
        now_figures.refused - first.refused, total_drops, now_figures.cycles - first.cycles,
        now_figures.sleeps - first.sleeps, percentile_us(&lateness, 0.5), percentile_us(&lateness, 0.99),
        percentile_us(&lateness, 0.999), lateness.max_us, checksum);
    return 0;
}
