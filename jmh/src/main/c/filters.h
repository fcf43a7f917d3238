/*
 * eBPF programs that tell of what came in memory shared with the kernel, for alternatives.c. Need CAP_BPF, the one on the interface
 * CAP_NET_ADMIN.
 *
 *   FILTER_NOTE     a socket filter notes the port that a datagram came to: what the engine does (ArrivalFilter)
 *   FILTER_COPY     a socket filter copies the datagram and drops it: no call to receive; counted as drops and InErrors
 *   FILTER_INGRESS  a program at the interface's ingress does so before IP sees it (Linux 6.6): past firewall and checksums
 */
#ifndef BUSYHOUR_FILTERS_H
#define BUSYHOUR_FILTERS_H

#include "udp.h"
#include <linux/bpf.h>
#include <net/if.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define INSN(operation, destination, source, offset, constant) \
    ((struct bpf_insn) {(operation), (destination), (source), (short) (offset), (int) (constant)})
#define MOVE(d, s) INSN(BPF_ALU64 | BPF_MOV | BPF_X, d, s, 0, 0)
#define MOVE_CONSTANT(d, c) INSN(BPF_ALU64 | BPF_MOV | BPF_K, d, 0, 0, c)
#define OPERATE(operation, d, s) INSN(BPF_ALU64 | (operation) | BPF_X, d, s, 0, 0)
#define OPERATE_CONSTANT(operation, d, c) INSN(BPF_ALU64 | (operation) | BPF_K, d, 0, 0, c)
#define LOAD(size, d, s, offset) INSN(BPF_LDX | BPF_MEM | (size), d, s, offset, 0)
#define STORE(size, d, s, offset) INSN(BPF_STX | BPF_MEM | (size), d, s, offset, 0)
#define STORE_CONSTANT(size, d, offset, c) INSN(BPF_ST | BPF_MEM | (size), d, 0, offset, c)
#define FETCH_ADD(d, s) INSN(BPF_STX | BPF_ATOMIC | BPF_DW, d, s, 0, BPF_ADD | BPF_FETCH)
#define BIG_ENDIAN_16(d) INSN(BPF_ALU | BPF_END | BPF_TO_BE, d, 0, 0, 16)
#define CALL_HELPER(f) INSN(BPF_JMP | BPF_CALL, 0, 0, 0, f)
#define EXIT() INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)
/* register = address of a byte of the shared memory */
#define SHARED(d, offset) INSN(BPF_LD | BPF_DW | BPF_IMM, d, BPF_PSEUDO_MAP_VALUE, 0, f->map), INSN(0, 0, 0, 0, offset)
/* "pass" is the program's last but one instruction: filter_load writes the distance */
#define PASS_IF(operation, d, c) INSN(BPF_JMP | (operation) | BPF_K, d, 0, 0, c)
#define PASS_IF_REGISTER(operation, d, s) INSN(BPF_JMP | (operation) | BPF_X, d, s, 0, 0)

enum filter_kind { FILTER_NONE, FILTER_NOTE, FILTER_COPY, FILTER_INGRESS };

#define NOTES 16384
#define SLOTS 4096
#define SLOT_SHIFT 8
#define MOST_COPIED 208 /* bytes from the UDP header on */
#define PORT_BITS_OFFSET 64
#define RECORDS_OFFSET (PORT_BITS_OFFSET + 8192)
#define SHARED_BYTES (RECORDS_OFFSET + (SLOTS << SLOT_SHIFT))
#define SLOT_TIME 8
#define SLOT_IP 16
#define IP_BYTES 20
#define ETHERNET_BYTES 14
#define UDP_PORTS (SLOT_IP + IP_BYTES)
#define TCX_INGRESS 46
#define TCX_DROP 2
#define TCX_NEXT (-1)

struct filter {
    enum filter_kind kind;
    int map;
    unsigned char *shared; /* count, bit for each of our ports, notes of 4 or copies of 256 bytes: 0 = not written yet */
    uint64_t tail;
};

static inline long bpf(int command, union bpf_attr *attributes)
{
    return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static inline int filter_load(unsigned type, struct bpf_insn *program, unsigned count)
{
    static char log[1 << 16];
    const unsigned pass = count - 2;
    for (unsigned i = 0; i < pass; i++) {
        const int operation = BPF_OP(program[i].code);
        if (BPF_CLASS(program[i].code) == BPF_JMP && operation != BPF_CALL && operation != BPF_EXIT) {
            program[i].off = (short) (pass - i - 1);
        }
    }
    union bpf_attr a = {.prog_type = type, .insns = (uint64_t) program, .insn_cnt = count, .license = (uint64_t) "Dual MIT/GPL",
        .log_buf = (uint64_t) log, .log_size = sizeof log, .log_level = 1};
    a.expected_attach_type = type == BPF_PROG_TYPE_SCHED_CLS ? TCX_INGRESS : 0;
    const int fd = (int) bpf(BPF_PROG_LOAD, &a);
    if (fd < 0) {
        fprintf(stderr, "%s\n", log);
        fail("BPF_PROG_LOAD (needs CAP_BPF)");
    }
    return fd;
}
#define LOAD_FILTER(type, program) filter_load(type, program, sizeof program / sizeof *program)

static inline int load_note(const struct filter *f)
{
    struct bpf_insn program[] = {MOVE(6, 1), INSN(BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, 2), MOVE(7, 0),
        SHARED(1, 0), MOVE_CONSTANT(2, 1), FETCH_ADD(1, 2), OPERATE_CONSTANT(BPF_AND, 2, NOTES - 1), OPERATE_CONSTANT(BPF_LSH, 2, 2),
        SHARED(1, RECORDS_OFFSET), OPERATE(BPF_ADD, 1, 2), STORE(BPF_W, 1, 7, 0), MOVE_CONSTANT(0, -1), EXIT()};
    return LOAD_FILTER(BPF_PROG_TYPE_SOCKET_FILTER, program);
}

/* r8 = the next slot; one not read yet lets the datagram pass */
#define TAKE_SLOT SHARED(1, 0), MOVE_CONSTANT(7, 1), FETCH_ADD(1, 7), OPERATE_CONSTANT(BPF_AND, 7, SLOTS - 1), \
        OPERATE_CONSTANT(BPF_LSH, 7, SLOT_SHIFT), SHARED(8, RECORDS_OFFSET), OPERATE(BPF_ADD, 8, 7), LOAD(BPF_W, 1, 8, 0), \
        PASS_IF(BPF_JNE, 1, 0), CALL_HELPER(BPF_FUNC_ktime_get_ns), STORE(BPF_DW, 8, 0, SLOT_TIME)
#define COPY_TO(slot_offset, from, length_register) MOVE(1, 6), MOVE_CONSTANT(2, from), MOVE(3, 8), \
        OPERATE_CONSTANT(BPF_ADD, 3, slot_offset), MOVE(4, length_register), CALL_HELPER(BPF_FUNC_skb_load_bytes), \
        PASS_IF(BPF_JNE, 0, 0)

static inline int load_copy(const struct filter *f)
{
    struct bpf_insn program[] = {MOVE(6, 1), LOAD(BPF_W, 9, 6, offsetof(struct __sk_buff, len)), PASS_IF(BPF_JGT, 9, MOST_COPIED),
        PASS_IF(BPF_JLT, 9, 8), TAKE_SLOT, MOVE(1, 6), MOVE_CONSTANT(2, 0), MOVE(3, 8), OPERATE_CONSTANT(BPF_ADD, 3, SLOT_IP),
        MOVE_CONSTANT(4, IP_BYTES), MOVE_CONSTANT(5, BPF_HDR_START_NET), CALL_HELPER(BPF_FUNC_skb_load_bytes_relative),
        COPY_TO(UDP_PORTS, 0, 9), STORE_CONSTANT(BPF_W, 8, 0, 1), MOVE_CONSTANT(0, 0), EXIT(), MOVE_CONSTANT(0, -1), EXIT()};
    return LOAD_FILTER(BPF_PROG_TYPE_SOCKET_FILTER, program);
}

static inline int load_ingress(const struct filter *f)
{
    struct bpf_insn program[] = {MOVE(6, 1), LOAD(BPF_W, 1, 6, offsetof(struct __sk_buff, protocol)), PASS_IF(BPF_JNE, 1, htons(0x0800)),
        LOAD(BPF_W, 9, 6, offsetof(struct __sk_buff, len)), OPERATE_CONSTANT(BPF_ADD, 9, -ETHERNET_BYTES),
        PASS_IF(BPF_JGT, 9, MOST_COPIED + IP_BYTES), PASS_IF(BPF_JLT, 9, IP_BYTES + 8),
        LOAD(BPF_W, 2, 6, offsetof(struct __sk_buff, data)), LOAD(BPF_W, 3, 6, offsetof(struct __sk_buff, data_end)), MOVE(4, 2),
        OPERATE_CONSTANT(BPF_ADD, 4, ETHERNET_BYTES + IP_BYTES + 8), PASS_IF_REGISTER(BPF_JGT, 4, 3),
        LOAD(BPF_B, 1, 2, ETHERNET_BYTES), PASS_IF(BPF_JNE, 1, 0x45), LOAD(BPF_B, 1, 2, ETHERNET_BYTES + 9),
        PASS_IF(BPF_JNE, 1, IPPROTO_UDP), LOAD(BPF_H, 1, 2, ETHERNET_BYTES + 6), OPERATE_CONSTANT(BPF_AND, 1, htons(0x3fff)),
        PASS_IF(BPF_JNE, 1, 0), LOAD(BPF_H, 1, 2, ETHERNET_BYTES + IP_BYTES + 2), BIG_ENDIAN_16(1), MOVE(5, 1),
        OPERATE_CONSTANT(BPF_RSH, 1, 3), OPERATE_CONSTANT(BPF_AND, 1, 8191), SHARED(4, PORT_BITS_OFFSET), OPERATE(BPF_ADD, 4, 1),
        LOAD(BPF_B, 1, 4, 0), OPERATE_CONSTANT(BPF_AND, 5, 7), OPERATE(BPF_RSH, 1, 5), OPERATE_CONSTANT(BPF_AND, 1, 1),
        PASS_IF(BPF_JEQ, 1, 0), TAKE_SLOT, COPY_TO(SLOT_IP, ETHERNET_BYTES, 9), STORE_CONSTANT(BPF_W, 8, 0, 1),
        MOVE_CONSTANT(0, TCX_DROP), EXIT(), MOVE_CONSTANT(0, TCX_NEXT), EXIT()};
    return LOAD_FILTER(BPF_PROG_TYPE_SCHED_CLS, program);
}

/* The link ends with the process. */
static inline void attach_ingress(int program)
{
    struct { uint32_t program, interface, type, flags, relative, pad; uint64_t revision, rest[4]; } link = {
        (uint32_t) program, if_nametoindex("lo"), TCX_INGRESS, 0, 0, 0, 0, {0}};
    if (syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof link) < 0) {
        fail("tcx link (Linux 6.6, CAP_NET_ADMIN)");
    }
}

/* Attaches to bound sockets before anything comes. */
static inline struct filter filter_open(enum filter_kind kind, const int *sockets, const int *ports, int count)
{
    struct filter f = {.kind = kind};
    union bpf_attr a = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = SHARED_BYTES, .max_entries = 1, .map_flags = BPF_F_MMAPABLE};
    f.map = (int) bpf(BPF_MAP_CREATE, &a);
    if (f.map < 0) {
        fail("BPF_MAP_CREATE (needs CAP_BPF)");
    }
    f.shared = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, f.map, 0);
    if (f.shared == MAP_FAILED) {
        fail("mmap");
    }
    const int program = kind == FILTER_NOTE ? load_note(&f) : kind == FILTER_COPY ? load_copy(&f) : load_ingress(&f);
    for (int i = 0; i < count; i++) {
        f.shared[PORT_BITS_OFFSET + ports[i] / 8] |= (unsigned char) (1 << ports[i] % 8);
        if (kind != FILTER_INGRESS) {
            set_option(sockets[i], SOL_SOCKET, SO_ATTACH_BPF, program);
        }
    }
    if (kind == FILTER_INGRESS) {
        attach_ingress(program);
    }
    return f;
}

/* The port that the next datagram came to, or 0: its socket has it. */
static inline int next_note(struct filter *f)
{
    uint32_t *note = (uint32_t *) (f->shared + RECORDS_OFFSET) + (f->tail & (NOTES - 1));
    const int port = (int) __atomic_load_n(note, __ATOMIC_ACQUIRE);
    if (port != 0) {
        *note = 0;
        f->tail++;
    }
    return port;
}

/* Takes the next copy; its port, or 0. */
static inline int next_copy(struct filter *f, struct arrival *arrival)
{
    unsigned char *slot = f->shared + RECORDS_OFFSET + ((f->tail & (SLOTS - 1)) << SLOT_SHIFT);
    if (__atomic_load_n((uint32_t *) slot, __ATOMIC_ACQUIRE) == 0) {
        return 0;
    }
    uint16_t port;
    memcpy(&port, slot + UDP_PORTS + 2, sizeof port);
    memcpy(&arrival->epoch_ns, slot + SLOT_TIME, sizeof arrival->epoch_ns);
    arrival->tos = slot[SLOT_IP + 1];
    arrival->drops = 0;
    __atomic_store_n((uint32_t *) slot, 0, __ATOMIC_RELEASE);
    f->tail++;
    return ntohs(port);
}

#endif
