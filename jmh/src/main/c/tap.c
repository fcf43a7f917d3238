/*
 * tap INTERFACE FIRST_PORT LAST_PORT SECONDS CORE PTIME_MS
 *
 * Watches from outside, whoever sends: a packet socket on the interface, the kernel's receive timestamps, and for each
 * stream (ports and SSRC) the gaps between packets of G.711 RTP (12 + 8 x PTIME_MS bytes of UDP payload over
 * IPv4) to a port of the range. Needs CAP_NET_RAW. Prints one line of JSON:
 *
 *   within1ms     share of the gaps within 1 ms of PTIME_MS
 *   deviationUs   distance of a gap from PTIME_MS
 *   gapUs         the gaps themselves
 *   lost          sequence numbers that never came, of each stream between its first and last packet
 *   missed        packets that did not fit into the tap's own buffer: then its figures say nothing
 */
#include "udp.h"
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif
#define UDP_HEADER_BYTES 8
#define RTP_HEADER_BYTES 12
#define G711_BYTES_PER_MS 8
#define STREAMS 65536 /* slots of the table, a power of two */
#define RECEIVE_BUFFER_BYTES (256 * 1024 * 1024)

struct stream {
    uint64_t key; /* ports and SSRC: one socket may send several streams */
    uint64_t last_ns;
    uint32_t received;
    uint16_t first_sequence; /* streams are watched for less than 65,536 packets */
    uint16_t highest; /* above the first */
};

static struct stream table[STREAMS];
static struct histogram deviations;
static struct histogram all_gaps;

static struct stream *find(uint64_t key)
{
    for (uint64_t slot = (key * 0x9E3779B97F4A7C15ull) >> 48;; slot = (slot + 1) & (STREAMS - 1)) {
        if (table[slot].key == key || table[slot].key == 0) {
            table[slot].key = key;
            return &table[slot];
        }
    }
}

static int open_tap(const char *interface, uint32_t first_port, uint32_t last_port, uint32_t payload_bytes)
{
    /* Offsets from the IPv4 header; options of IPv4 are followed. */
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 7),
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, payload_bytes + 8, 0, 4),
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
    if (argc != 7) {
        fprintf(stderr, "usage: tap INTERFACE FIRST_PORT LAST_PORT SECONDS CORE PTIME_MS\n");
        return 2;
    }
    const uint32_t ptime_ms = (uint32_t) atoi(argv[6]);
    const uint64_t ptime_us = ptime_ms * 1000ull;
    const int fd = open_tap(argv[1], (uint32_t) atoi(argv[2]), (uint32_t) atoi(argv[3]), RTP_HEADER_BYTES + G711_BYTES_PER_MS * ptime_ms);
    const uint64_t duration_ns = (uint64_t) (atof(argv[4]) * 1e9);
    pin(atoi(argv[5]));
    struct batch *batch = new_batch();
    uint64_t packets = 0, within = 0, streams = 0;
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
            const unsigned char *udp = ip + (ip[0] & 15) * 4;
            uint32_t ports, ssrc;
            memcpy(&ports, udp, sizeof ports);
            memcpy(&ssrc, udp + UDP_HEADER_BYTES + 8, sizeof ssrc);
            const uint16_t sequence = (uint16_t) (udp[UDP_HEADER_BYTES + 2] << 8 | udp[UDP_HEADER_BYTES + 3]);
            struct stream *stream = find((uint64_t) ports << 32 | ssrc);
            const uint64_t at_ns = read_control(batch, slot).epoch_ns;
            packets++;
            stream->received++;
            if (stream->last_ns == 0) {
                streams++;
                stream->first_sequence = sequence;
            } else {
                const uint64_t gap_us = (at_ns - stream->last_ns) / 1000;
                const uint64_t deviation_us = gap_us > ptime_us ? gap_us - ptime_us : ptime_us - gap_us;
                within += deviation_us <= 1000;
                record_us(&deviations, deviation_us);
                record_us(&all_gaps, gap_us);
                const uint16_t above = (uint16_t) (sequence - stream->first_sequence);
                stream->highest = above > stream->highest && above < 0x8000 + stream->highest ? above : stream->highest;
            }
            stream->last_ns = at_ns;
        }
    }
    const uint64_t wall_ns = now_ns() - start_ns;
    uint64_t lost = 0;
    for (uint32_t slot = 0; slot < STREAMS; slot++) {
        if (table[slot].received > 0 && table[slot].received < table[slot].highest + 1u) {
            lost += table[slot].highest + 1u - table[slot].received;
        }
    }
    struct tpacket_stats statistics = {0, 0};
    socklen_t length = sizeof statistics;
    getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &length);
    printf("{\"program\": \"tap\", \"wallNs\": %lu, \"streams\": %lu, \"packets\": %lu, \"lost\": %lu, \"gaps\": %lu,"
           " \"within1ms\": %.6f, \"deviationUs\": {\"p50\": %lu, \"p99\": %lu, \"p999\": %lu, \"max\": %lu},"
           " \"gapUs\": {\"p50\": %lu, \"p99\": %lu, \"p999\": %lu, \"max\": %lu}, \"missed\": %u}\n",
        wall_ns, streams, packets, lost, all_gaps.total, all_gaps.total == 0 ? 0.0 : (double) within / (double) all_gaps.total,
        percentile_us(&deviations, 0.5), percentile_us(&deviations, 0.99), percentile_us(&deviations, 0.999), deviations.max_us,
        percentile_us(&all_gaps, 0.5), percentile_us(&all_gaps, 0.99), percentile_us(&all_gaps, 0.999), all_gaps.max_us,
        statistics.tp_drops);
    return 0;
}
