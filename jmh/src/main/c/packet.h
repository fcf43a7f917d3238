/*
 * AF_PACKET rings over loopback, for alternatives.c: own Ethernet, IPv4 and UDP headers out of a ring of the sender, frames into a ring
 * of the receiver. Needs CAP_NET_RAW. The ports are held by bound UDP sockets that drop all, or the kernel would answer each packet
 * with ICMP. UDP checksums are left out (0), which IPv4 allows and a peer may see.
 */
#ifndef BUSYHOUR_PACKET_H
#define BUSYHOUR_PACKET_H

#include "udp.h"
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/mman.h>

#define PACKET_HEADER_BYTES 42
#define PACKET_FRAMES 4096
#define PACKET_OUT_FRAME 256
#define PACKET_IN_FRAME 512
#define PACKET_OUT_DATA (TPACKET2_HDRLEN - sizeof(struct sockaddr_ll))

struct packets {
    int out, in;
    char *out_ring, *in_ring;
    unsigned out_tail, in_tail;
    unsigned char (*headers)[PACKET_HEADER_BYTES];
};

static inline int packet_socket(int protocol, int ring, int frame_bytes, char **memory)
{
    const int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        fail("packet socket (needs CAP_NET_RAW)");
    }
    set_option(fd, SOL_PACKET, PACKET_VERSION, TPACKET_V2);
    if (ring == PACKET_TX_RING) {
        set_option(fd, SOL_PACKET, PACKET_QDISC_BYPASS, 1);
    }
    struct tpacket_req request = {.tp_block_size = (unsigned) (PACKET_FRAMES * frame_bytes / 16), .tp_block_nr = 16,
        .tp_frame_size = (unsigned) frame_bytes, .tp_frame_nr = PACKET_FRAMES};
    if (setsockopt(fd, SOL_PACKET, ring, &request, sizeof request) != 0) {
        fail("PACKET ring");
    }
    *memory = mmap(NULL, (size_t) PACKET_FRAMES * (size_t) frame_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (*memory == MAP_FAILED) {
        fail("mmap");
    }
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons((uint16_t) protocol), .sll_ifindex = (int) if_nametoindex("lo")};
    if (bind(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        fail("bind");
    }
    return fd;
}

static inline void write_header(unsigned char *header, int from, int to)
{
    static const unsigned char fixed[PACKET_HEADER_BYTES] = {[12] = 8, [14] = 0x45, 46 << 2, 0, 28 + PAYLOAD_BYTES, 0, 0, 0x40, 0, 64,
        IPPROTO_UDP, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1, 0, 0, 0, 0, 0, 8 + PAYLOAD_BYTES};
    memcpy(header, fixed, sizeof fixed);
    uint32_t sum = 0;
    for (int i = 14; i < 34; i += 2) {
        sum += (uint32_t) (header[i] << 8 | header[i + 1]);
    }
    sum = ~((sum & 0xffff) + (sum >> 16));
    const uint16_t fields[] = {htons((uint16_t) sum), htons((uint16_t) from), htons((uint16_t) to)};
    memcpy(header + 24, fields, 2);
    memcpy(header + 34, fields + 1, 4);
}

/* Only the ports of sockets, which from now on only hold them, are let into the ring. */
static inline struct packets packet_open(const int *sockets, const int *ports, const int *peers, int count)
{
    struct packets p = {0};
    struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog drop = {1, &none};
    p.headers = calloc((size_t) count, sizeof *p.headers);
    for (int i = 0; i < count; i++) {
        if (setsockopt(sockets[i], SOL_SOCKET, SO_ATTACH_FILTER, &drop, sizeof drop) != 0) {
            fail("SO_ATTACH_FILTER");
        }
        write_header(p.headers[i], ports[i], ports[peers[i]]);
    }
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ETH_HLEN + 9), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 5),
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, ETH_HLEN), BPF_STMT(BPF_LD | BPF_H | BPF_IND, ETH_HLEN + 2),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (unsigned) ports[0], 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (unsigned) ports[count - 1], 1, 0), BPF_STMT(BPF_RET | BPF_K, PACKET_IN_FRAME),
        BPF_STMT(BPF_RET | BPF_K, 0)};
    struct sock_fprog ours = {sizeof code / sizeof code[0], code};
    p.in = packet_socket(ETH_P_IP, PACKET_RX_RING, PACKET_IN_FRAME, &p.in_ring);
    if (setsockopt(p.in, SOL_SOCKET, SO_ATTACH_FILTER, &ours, sizeof ours) != 0) {
        fail("SO_ATTACH_FILTER");
    }
    p.out = packet_socket(0, PACKET_TX_RING, PACKET_OUT_FRAME, &p.out_ring);
    return p;
}

/* Queues a packet of a stream; 0 when the ring is full. */
static inline int packet_queue(struct packets *p, int stream, const unsigned char *payload)
{
    char *frame = p->out_ring + (size_t) (p->out_tail & (PACKET_FRAMES - 1)) * PACKET_OUT_FRAME;
    struct tpacket2_hdr *header = (void *) frame;
    if (__atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE) != TP_STATUS_AVAILABLE) {
        return 0;
    }
    memcpy(frame + PACKET_OUT_DATA, p->headers[stream], PACKET_HEADER_BYTES);
    memcpy(frame + PACKET_OUT_DATA + PACKET_HEADER_BYTES, payload, PAYLOAD_BYTES);
    header->tp_len = PACKET_HEADER_BYTES + PAYLOAD_BYTES;
    __atomic_store_n(&header->tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
    p->out_tail++;
    return 1;
}

static inline void packet_flush(struct packets *p)
{
    send(p->out, NULL, 0, MSG_DONTWAIT);
}

/* Takes the next frame; the port that it came to, or 0. */
static inline int packet_next(struct packets *p, struct arrival *arrival)
{
    char *frame = p->in_ring + (size_t) (p->in_tail & (PACKET_FRAMES - 1)) * PACKET_IN_FRAME;
    struct tpacket2_hdr *header = (void *) frame;
    if (!(__atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
        return 0;
    }
    const unsigned char *ip = (const unsigned char *) frame + header->tp_net;
    arrival->epoch_ns = header->tp_sec * 1000000000ull + header->tp_nsec;
    arrival->tos = ip[1];
    arrival->drops = 0;
    const int port = ip[22] << 8 | ip[23];
    __atomic_store_n(&header->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    p->in_tail++;
    return port;
}

#endif
