package busyhour.engine.io;

/**
 * Numbers and layouts of Linux on 64-bit little-endian machines. x86-64 and aarch64 share them all but one:
 * {@code struct epoll_event} is packed (12 bytes) on x86-64 only.
 */
final class LinuxConstants {

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_RXQ_OVFL = 40;
    static final int SO_ATTACH_BPF = 50;
    static final int SO_MEMINFO = 55;
    static final int SK_MEMINFO_DROPS = 8;
    static final int SK_MEMINFO_VARS = 9;

    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IP_RECVTOS = 13;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVTCLASS = 66;
    static final int IPV6_TCLASS = 67;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;

    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;

    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 1;
    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;

    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
    static final int EPOLL_EVENT_SIZE = PACKED ? 12 : 16;
    static final int EPOLL_EVENT_DATA_OFFSET = PACKED ? 4 : 8;

    static final int SOCKADDR_IN_SIZE = 16;
    static final int SOCKADDR_IN6_SIZE = 28;

    static final int IOVEC_SIZE = 16;
    static final int MSGHDR_NAME_OFFSET = 0;
    static final int MSGHDR_NAMELEN_OFFSET = 8;
    static final int MSGHDR_IOV_OFFSET = 16;
    static final int MSGHDR_IOVLEN_OFFSET = 24;
    static final int MSGHDR_CONTROL_OFFSET = 32;
    static final int MSGHDR_CONTROLLEN_OFFSET = 40;
    static final int MSGHDR_FLAGS_OFFSET = 48;
    static final int MSGHDR_SIZE = 56;
    static final int MMSGHDR_LEN_OFFSET = 56;
    static final int MMSGHDR_SIZE = 64;

    static final int CMSG_LEVEL_OFFSET = 8;
    static final int CMSG_TYPE_OFFSET = 12;
    static final int CMSG_DATA_OFFSET = 16;

    static final int CLOCK_REALTIME = 0;
    static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    static final int CLOCK_THREAD_CPUTIME_ID = 3;
    static final int RLIMIT_NOFILE = 7;
    static final int PR_SET_TIMERSLACK = 29;
    /** Bytes of a cpu_set_t: 1,024 cores. */
    static final int CPU_SET_SIZE = 128;

    private LinuxConstants() {
    }
}
