/*
 * What the baseline programs share: clocks, UDP sockets set up as Busyhour sets up its own (kernel timestamps, drop
 * counts, TOS), and one recvmmsg batch whose control messages are read as Busyhour reads them.
 */
#ifndef BUSYHOUR_UDP_H
#define BUSYHOUR_UDP_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PAYLOAD_BYTES 172
#define BATCH 32
#define SLOT_BYTES 2048
#define MAX_EVENTS 256

static inline uint64_t clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t) t.tv_sec * 1000000000ull + (uint64_t) t.tv_nsec;
}

static inline uint64_t now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

static inline void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static inline void pin(int core)
{
    if (core >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(core, &set);
        if (sched_setaffinity(0, sizeof set, &set) != 0) {
            fprintf(stderr, "cannot pin to core %d: %s\n", core, strerror(errno));
        }
    }
}

static inline void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static inline struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t) port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static inline void set_option(int fd, int level, int name, int value)
{
    if (setsockopt(fd, level, name, &value, sizeof value) != 0) {
        fail("setsockopt");
    }
}

/* A socket bound to a port of loopback, or -1 when the port is in use. */
static inline int open_udp(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        fail("socket");
    }
    set_option(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
    set_option(fd, IPPROTO_IP, IP_RECVTOS, 1);
    set_option(fd, IPPROTO_IP, IP_TOS, 46 << 2);
    struct sockaddr_in address = loopback(port);
    if (bind(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static inline void connect_to(int fd, int peer)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getsockname(peer, (struct sockaddr *) &address, &length) != 0
        || connect(fd, (struct sockaddr *) &address, length) != 0) {
        fail("connect");
    }
}

static inline void add_to_epoll(int epoll, int fd, int index)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t) index};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        fail("epoll_ctl");
    }
}

struct batch {
    struct mmsghdr headers[BATCH];
    struct iovec iovecs[BATCH];
    struct sockaddr_in6 names[BATCH];
    char controls[BATCH][128] __attribute__((aligned(8)));
    char payloads[BATCH][SLOT_BYTES];
    int used;
};

struct arrival {
    uint64_t epoch_ns;
    uint32_t drops;
    int tos;
};

static inline struct batch *new_batch(void)
{
    struct batch *b = calloc(1, sizeof *b);
    if (b == NULL) {
        fail("calloc");
    }
    for (int i = 0; i < BATCH; i++) {
        b->iovecs[i] = (struct iovec) {b->payloads[i], SLOT_BYTES};
        b->headers[i].msg_hdr.msg_iov = &b->iovecs[i];
        b->headers[i].msg_hdr.msg_iovlen = 1;
        b->headers[i].msg_hdr.msg_name = &b->names[i];
        b->headers[i].msg_hdr.msg_control = b->controls[i];
    }
    b->used = BATCH;
    return b;
}

static inline int receive(struct batch *b, int fd, int limit)
{
    for (int i = 0; i < b->used; i++) {
        b->headers[i].msg_hdr.msg_namelen = sizeof b->names[i];
        b->headers[i].msg_hdr.msg_controllen = sizeof b->controls[i];
        b->headers[i].msg_hdr.msg_flags = 0;
    }
    int count = recvmmsg(fd, b->headers, (unsigned) (limit < BATCH ? limit : BATCH), MSG_DONTWAIT, NULL);
    b->used = count > 0 ? count : 0;
    return count;
}

static inline struct arrival read_header_control(struct msghdr *header)
{
    struct arrival a = {0, 0, -1};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS) {
            struct timespec t;
            memcpy(&t, CMSG_DATA(c), sizeof t);
            a.epoch_ns = (uint64_t) t.tv_sec * 1000000000ull + (uint64_t) t.tv_nsec;
        } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
            memcpy(&a.drops, CMSG_DATA(c), sizeof a.drops);
        } else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS) {
            a.tos = *CMSG_DATA(c);
        }
    }
    return a;
}

static inline struct arrival read_control(struct batch *b, int slot)
{
    return read_header_control(&b->headers[slot].msg_hdr);
}

/* Microseconds in steps of one up to 200 ms; what is longer counts as 200 ms. */
#define HISTOGRAM_US 200001
struct histogram {
    uint64_t counts[HISTOGRAM_US];
    uint64_t total;
    uint64_t max_us;
};

static inline void record_us(struct histogram *h, uint64_t us)
{
    h->counts[us < HISTOGRAM_US ? us : HISTOGRAM_US - 1]++;
    h->total++;
    if (us > h->max_us) {
        h->max_us = us;
    }
}

/* The smallest value that at least this share of the values does not exceed. */
static inline uint64_t percentile_us(const struct histogram *h, double share)
{
    uint64_t wanted = (uint64_t) (share * (double) h->total + 0.5);
    uint64_t seen = 0;
    for (uint64_t us = 0; us < HISTOGRAM_US; us++) {
        seen += h->counts[us];
        if (seen >= wanted && seen > 0) {
            return us;
        }
    }
    return 0;
}

#endif
