package busyhour.engine.io;

/** What datagram sockets without a kernel have in common: nothing is dropped unseen, no ICMP comes, nobody sleeps. */
abstract class KernellessDatagramIo implements DatagramIo {

    @Override
    public final Readiness readiness() {
        return Readiness.MEMORY;
    }

    /** Nothing is batched here. @return -EAGAIN: send one by one. */
    @Override
    public final int sendBatch(final int socket, final SendBatch batch) {
        return -Errno.EAGAIN;
    }

    @Override
    public final void wakeUp() {
        // nobody sleeps in virtual time
    }

    @Override
    public final long socketDrops(final int socket) {
        return 0;
    }

    @Override
    public final long refreshSocketDrops(final int socket) {
        return 0;
    }

    @Override
    public final long icmpErrors(final int socket) {
        return 0;
    }

    @Override
    public final long totalSocketDrops() {
        return 0;
    }

    @Override
    public final long totalIcmpErrors() {
        return 0;
    }

    @Override
    public final long totalSendRefusals() {
        return 0;
    }

    @Override
    public long totalSendFailures() {
        return 0;
    }

    @Override
    public final long totalTruncated() {
        return 0;
    }
}
