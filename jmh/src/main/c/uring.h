/*
 * io_uring without liburing, as far as alternatives.c needs it: one ring of one thread, registered sockets, sends queued and
 * submitted by one call, multishot recvmsg into provided buffers.
 */
#ifndef BUSYHOUR_URING_H
#define BUSYHOUR_URING_H

#include "udp.h"
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#ifndef IORING_SETUP_NO_SQARRAY
#define IORING_SETUP_NO_SQARRAY (1U << 16)
#endif
#define RING_ENTRIES 1024
#define RING_COMPLETIONS 16384
#define RING_BUFFERS 4096
#define RING_BUFFER_BYTES 512
#define RING_CONTROL_BYTES 96
#define RING_SENT (1ull << 32) /* user_data of a send; that of a receive is the stream */

struct ring {
    int fd;
    unsigned *sq_tail, *sq_mask, *cq_head, *cq_tail, *cq_mask;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
    unsigned tail, pending;
    struct io_uring_buf_ring *free_buffers;
    char *buffers;
    unsigned short free_tail;
    struct msghdr receive_header;
    unsigned char payloads[RING_ENTRIES][PAYLOAD_BYTES];
    struct iovec iovecs[RING_ENTRIES];
    struct msghdr headers[RING_ENTRIES];
};

static inline void *ring_map(int fd, size_t bytes, off_t offset)
{
    const int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags | MAP_POPULATE, fd, offset);
    if (memory == MAP_FAILED) {
        fail("mmap");
    }
    return memory;
}

static inline struct ring *ring_open(const int *sockets, int count)
{
    struct ring *r = calloc(1, sizeof *r);
    struct io_uring_params p = {.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER
                                    | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_NO_SQARRAY,
        .cq_entries = RING_COMPLETIONS};
    r->fd = (int) syscall(__NR_io_uring_setup, RING_ENTRIES, &p);
    if (r->fd < 0) {
        fail("io_uring_setup");
    }
    char *memory = ring_map(r->fd, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_SQ_RING);
    r->sqes = ring_map(r->fd, p.sq_entries * sizeof *r->sqes, IORING_OFF_SQES);
    r->sq_tail = (void *) (memory + p.sq_off.tail);
    r->sq_mask = (void *) (memory + p.sq_off.ring_mask);
    r->cq_head = (void *) (memory + p.cq_off.head);
    r->cq_tail = (void *) (memory + p.cq_off.tail);
    r->cq_mask = (void *) (memory + p.cq_off.ring_mask);
    r->cqes = (void *) (memory + p.cq_off.cqes);
    if (syscall(__NR_io_uring_register, r->fd, IORING_REGISTER_FILES, sockets, count) != 0) {
        fail("IORING_REGISTER_FILES");
    }
    for (int i = 0; i < RING_ENTRIES; i++) {
        r->payloads[i][0] = 0x80;
        r->iovecs[i] = (struct iovec) {r->payloads[i], PAYLOAD_BYTES};
        r->headers[i].msg_iov = &r->iovecs[i];
        r->headers[i].msg_iovlen = 1;
    }
    return r;
}

/* Submits what is queued and, with IORING_ENTER_GETEVENTS, lets the kernel finish what has become ready. */
static inline void ring_enter(struct ring *r, unsigned flags)
{
    __atomic_store_n(r->sq_tail, r->tail, __ATOMIC_RELEASE);
    do {
        const long submitted = syscall(__NR_io_uring_enter, r->fd, r->pending, 0, flags, NULL, 0);
        if (submitted < 0 && errno != EINTR) {
            fail("io_uring_enter");
        }
        r->pending -= submitted > 0 ? (unsigned) submitted : 0;
    } while (r->pending > 0);
}

static inline struct io_uring_sqe *ring_next(struct ring *r)
{
    if (r->pending == RING_ENTRIES) {
        ring_enter(r, 0);
    }
    struct io_uring_sqe *sqe = &r->sqes[r->tail++ & *r->sq_mask];
    memset(sqe, 0, sizeof *sqe);
    r->pending++;
    return sqe;
}

static inline void ring_send(struct ring *r, int stream, uint16_t sequence, int by_message, int skip_success)
{
    struct io_uring_sqe *sqe = ring_next(r);
    const unsigned slot = (r->tail - 1) & (RING_ENTRIES - 1);
    memcpy(r->payloads[slot] + 2, &sequence, sizeof sequence);
    sqe->opcode = by_message ? IORING_OP_SENDMSG : IORING_OP_SEND;
    sqe->fd = stream;
    sqe->flags = (__u8) (IOSQE_FIXED_FILE | (skip_success ? IOSQE_CQE_SKIP_SUCCESS : 0));
    sqe->addr = by_message ? (uint64_t) &r->headers[slot] : (uint64_t) r->payloads[slot];
    sqe->len = by_message ? 1 : PAYLOAD_BYTES;
    sqe->msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    sqe->user_data = RING_SENT;
}

static inline void ring_arm(struct ring *r, int stream)
{
    struct io_uring_sqe *sqe = ring_next(r);
    sqe->opcode = IORING_OP_RECVMSG;
    sqe->fd = stream;
    sqe->flags = IOSQE_FIXED_FILE | IOSQE_BUFFER_SELECT;
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->addr = (uint64_t) &r->receive_header;
    sqe->len = 1;
    sqe->user_data = (uint64_t) stream;
}

static inline void ring_free(struct ring *r, int buffer)
{
    struct io_uring_buf *b = &r->free_buffers->bufs[r->free_tail++ & (RING_BUFFERS - 1)];
    b->addr = (uint64_t) (r->buffers + (size_t) buffer * RING_BUFFER_BYTES);
    b->len = RING_BUFFER_BYTES;
    b->bid = (unsigned short) buffer;
}

static inline void ring_receive_all(struct ring *r, int streams)
{
    r->free_buffers = ring_map(-1, RING_BUFFERS * sizeof(struct io_uring_buf), 0);
    r->buffers = ring_map(-1, RING_BUFFERS * RING_BUFFER_BYTES, 0);
    struct io_uring_buf_reg registration = {.ring_addr = (uint64_t) r->free_buffers, .ring_entries = RING_BUFFERS};
    if (syscall(__NR_io_uring_register, r->fd, IORING_REGISTER_PBUF_RING, &registration, 1) != 0) {
        fail("IORING_REGISTER_PBUF_RING");
    }
    for (int i = 0; i < RING_BUFFERS; i++) {
        ring_free(r, i);
    }
    __atomic_store_n(&r->free_buffers->tail, r->free_tail, __ATOMIC_RELEASE);
    r->receive_header.msg_namelen = sizeof(struct sockaddr_in6);
    r->receive_header.msg_controllen = RING_CONTROL_BYTES;
    for (int i = 0; i < streams; i++) {
        ring_arm(r, i);
    }
    ring_enter(r, 0);
}

struct ring_completion {
    int stream; /* -1: a send */
    int failed;
    struct arrival arrival;
};

/* Takes one completion; 0 when there is none. */
static inline int ring_complete(struct ring *r, struct ring_completion *completion)
{
    const unsigned head = *r->cq_head;
    if (head == __atomic_load_n(r->cq_tail, __ATOMIC_ACQUIRE)) {
        return 0;
    }
    const struct io_uring_cqe *cqe = &r->cqes[head & *r->cq_mask];
    completion->stream = cqe->user_data & RING_SENT ? -1 : (int) cqe->user_data;
    completion->failed = cqe->res < 0;
    if (completion->stream >= 0 && cqe->flags & IORING_CQE_F_BUFFER) {
        const int buffer = (int) (cqe->flags >> IORING_CQE_BUFFER_SHIFT);
        struct io_uring_recvmsg_out *message = (void *) (r->buffers + (size_t) buffer * RING_BUFFER_BYTES);
        struct msghdr header = {.msg_control = (char *) (message + 1) + r->receive_header.msg_namelen,
            .msg_controllen = message->controllen};
        completion->arrival = read_header_control(&header);
        ring_free(r, buffer);
        __atomic_store_n(&r->free_buffers->tail, r->free_tail, __ATOMIC_RELEASE);
    }
    if (completion->stream >= 0 && !(cqe->flags & IORING_CQE_F_MORE)) {
        ring_arm(r, completion->stream);
    }
    __atomic_store_n(r->cq_head, head + 1, __ATOMIC_RELEASE);
    return 1;
}

#endif
