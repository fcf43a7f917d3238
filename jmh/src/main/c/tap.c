/*
 * tap INTERFACE FIRST_PORT LAST_PORT SECONDS CORE
 *
 * Watches from outside, whoever sends: a packet socket on the interface, the kernel's receive timestamps, and for each
 * stream (source and destination port) the gaps between packets of 20 ms G.711 RTP (172 bytes of UDP payload over
 * IPv4) to a port of the range. Needs CAP_NET_RAW. Prints one line of JSON:
 *
 *   within1ms     share of the gaps between 19 and 21 ms
 *   deviationUs   distance of a gap from 20 ms
 *   gapMaxUs      the longest gap
 */
#include "udp.h"
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif
#define PTIME_US 20000
#define STREAMS 65536 /* slots of the table, a power of two */
#define RECEIVE_BUFFER_BYTES (256 * 1024 * 1024)

struct stream {
    uint32_t ports;
    uint64_t last_ns;
};

static struct stream table[STREAMS];
static struct histogram deviations;

static struct stream *find(uint32_t ports)
{
    for (uint32_t slot = (ports * 2654435761u) >> 16;; slot = (slot + 1) & (STREAMS - 1)) {
        if (table[slot].ports == ports || table[slot].ports == 0) {
            table[slot].ports = ports;
            return &table[slot];
        }
    }
}

static int open_tap(const char *interface, uint32_t first_port, uint32_t last_port)
{
    /* Offsets from the IPv4 header; options of IPv4 are followed. */
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 7),
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PAYLOAD_BYTES + 8, 0, 4),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first_port, 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last_port, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, 64),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        fail("packet socket (needs CAP_NET_RAW)");
    }
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) {
        fail("SO_ATTACH_FILTER");
    }
    set_option(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    set_option(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
    int bytes = RECEIVE_BUFFER_BYTES;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0) {
        set_option(fd, SOL_SOCKET, SO_RCVBUF, bytes);
    }
    struct timeval timeout = {0, 50000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = (int) if_nametoindex(interface)};
    if (bind(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        fail("bind");
    }
    return fd;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: tap INTERFACE FIRST_PORT LAST_PORT SECONDS CORE\n");
        return 2;
    }
    const int fd = open_tap(argv[1], (uint32_t) atoi(argv[2]), (uint32_t) atoi(argv[3]));
    const uint64_t duration_ns = (uint64_t) (atof(argv[4]) * 1e9);
    pin(atoi(argv[5]));
    struct batch *batch = new_batch();
    uint64_t packets = 0, gaps = 0, within = 0, gap_max_us = 0, streams = 0;
    const uint64_t start_ns = now_ns();
    while (now_ns() - start_ns < duration_ns) {
        for (int i = 0; i < BATCH; i++) {
            batch->headers[i].msg_hdr.msg_controllen = sizeof batch->controls[i];
            batch->headers[i].msg_hdr.msg_namelen = 0;
            batch->headers[i].msg_hdr.msg_name = NULL;
        }
        const int count = recvmmsg(fd, batch->headers, BATCH, MSG_WAITFORONE, NULL);
        for (int slot = 0; slot < count; slot++) {
            const unsigned char *ip = (const unsigned char *) batch->payloads[slot];
            uint32_t ports;
            memcpy(&ports, ip + (ip[0] & 15) * 4, sizeof ports);
            struct stream *stream = find(ports);
            const uint64_t at_ns = read_control(batch, slot).epoch_ns;
            packets++;
            if (stream->last_ns == 0) {
                streams++;
            } else {
                const uint64_t gap_us = (at_ns - stream->last_ns) / 1000;
                const uint64_t deviation_us = gap_us > PTIME_US ? gap_us - PTIME_US : PTIME_US - gap_us;
                gaps++;
                within += deviation_us <= 1000;
                gap_max_us = gap_us > gap_max_us ? gap_us : gap_max_us;
                record_us(&deviations, deviation_us);
            }
            stream->last_ns = at_ns;
        }
    }
    struct tpacket_stats statistics = {0, 0};
    socklen_t length = sizeof statistics;
    getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &length);
    printf("{\"program\": \"tap\", \"streams\": %lu, \"packets\": %lu, \"gaps\": %lu, \"within1ms\": %.6f,"
           " \"deviationUs\": {\"p50\": %lu, \"p99\": %lu, \"p999\": %lu, \"max\": %lu}, \"gapMaxUs\": %lu,"
           " \"missed\": %u}\n",
        streams, packets, gaps, gaps == 0 ? 0.0 : (double) within / (double) gaps, percentile_us(&deviations, 0.5),
        percentile_us(&deviations, 0.99), percentile_us(&deviations, 0.999), deviations.max_us, gap_max_us,
        statistics.tp_drops);
    return 0;
}
