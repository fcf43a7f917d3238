package busyhour.engine.io;

/** Error numbers of Linux (the same on x86-64 and aarch64). Calls of this package return them negated. */
public final class Errno {

    public static final int EPERM = 1;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSYS = 38;
    public static final int EPROTO = 71;
    public static final int EMSGSIZE = 90;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;

    private Errno() {
    }

    /** Name and meaning for people, such as {@code EADDRINUSE (address in use)}; takes either sign. */
    public static String text(int errno) {
        return switch (Math.abs(errno)) {
            case EPERM -> "EPERM (not permitted)";
            case EINTR -> "EINTR (interrupted)";
            case EBADF -> "EBADF (no such socket)";
            case EAGAIN -> "EAGAIN (would block)";
            case EACCES -> "EACCES (permission denied)";
            case EINVAL -> "EINVAL (invalid argument)";
            case ENFILE -> "ENFILE (too many sockets)";
            case EMFILE -> "EMFILE (too many open files, see ulimit -n)";
            case ENOSYS -> "ENOSYS (not in this kernel)";
            case EPROTO -> "EPROTO (protocol error)";
            case EMSGSIZE -> "EMSGSIZE (datagram too long)";
            case EAFNOSUPPORT -> "EAFNOSUPPORT (address family not supported)";
            case EADDRINUSE -> "EADDRINUSE (address in use)";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL (no such local address)";
            case ENETDOWN -> "ENETDOWN (network is down)";
            case ENETUNREACH -> "ENETUNREACH (network unreachable)";
            case ENOBUFS -> "ENOBUFS (no buffer space)";
            case ECONNREFUSED -> "ECONNREFUSED (port unreachable)";
            case EHOSTDOWN -> "EHOSTDOWN (host is down)";
            case EHOSTUNREACH -> "EHOSTUNREACH (host unreachable)";
            default -> "errno " + Math.abs(errno);
        };
    }

    /** Whether a socket error is the echo of an ICMP message and so belongs to the peer, not to our call. */
    static boolean isIcmp(int errno) {
        return errno == ECONNREFUSED || errno == EHOSTUNREACH || errno == ENETUNREACH
                || errno == EHOSTDOWN || errno == EPROTO;
    }

    /** Whether a send was refused because a buffer is full: trying again soon is of use. */
    public static boolean isFull(final int result) {
        return result == -EAGAIN || result == -ENOBUFS;
    }
}
