package busyhour.engine.stream;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Watches over one connection: keep-alives, and closing when idle, where the options ask for them. The loop's thread.
 */
final class Liveness {

    /** RFC 5626 4.4.1. */
    private static final long PONG_LIMIT_NS = 10_000_000_000L;
    private static final int TICKS = 4;
    private static final int MIN_TICK_MS = 10;

    private final StreamConnection connection;
    private final long idleNs;
    private final long keepAliveNs;
    private boolean pongExpected;
    private Future<?> tick;
    private long readNs;
    private long writtenNs;
    private long pingNs;
    private boolean pinged;

    /** @param pongIsSure whether a peer that does not answer a ping is dead even if it never answered one. */
    Liveness(final StreamConnection connection, final StreamOptions options, final boolean ours, final boolean pongIsSure) {
        this.connection = connection;
        idleNs = TimeUnit.MILLISECONDS.toNanos(options.idleCloseMs());
        keepAliveNs = ours ? TimeUnit.MILLISECONDS.toNanos(options.keepAliveMs()) : 0;
        pongExpected = pongIsSure;
    }

    void begin(final EventLoop loop) {
        readNs = System.nanoTime();
        writtenNs = readNs;
        if (idleNs > 0 || keepAliveNs > 0) {
            final long shorterNs = idleNs == 0 ? keepAliveNs : keepAliveNs == 0 ? idleNs : Math.min(idleNs, keepAliveNs);
            final long tickMs = Math.max(MIN_TICK_MS, TimeUnit.NANOSECONDS.toMillis(shorterNs) / TICKS);
            tick = loop.scheduleWithFixedDelay(this::onTick, tickMs, tickMs, TimeUnit.MILLISECONDS);
        }
    }

    private void onTick() {
        final long nowNs = System.nanoTime();
        if (pinged && pongExpected && nowNs - pingNs > PONG_LIMIT_NS) {
            connection.fail(StreamFault.TIMEOUT, connection.peer() + " does not answer keep-alives");
        } else if (idleNs > 0 && nowNs - readNs >= idleNs && nowNs - writtenNs >= idleNs) {
            connection.close(StreamFault.IDLE, "idle");
        } else if (keepAliveNs > 0 && !pinged && nowNs - Math.max(writtenNs, pingNs) >= keepAliveNs) {
            pinged = true;
            pingNs = nowNs;
            connection.ping();
        } else if (pinged && !pongExpected && nowNs - pingNs >= keepAliveNs) {
            pinged = false; // a peer without RFC 5626 says nothing
        }
    }

    void onRead() {
        readNs = System.nanoTime();
    }

    void onWritten() {
        if (idleNs > 0 || keepAliveNs > 0) {
            writtenNs = System.nanoTime();
        }
    }

    /** @return whether it answers a ping. */
    boolean onPong() {
        final boolean answers = pinged;
        pongExpected |= answers;
        pinged = false;
        return answers;
    }

    boolean awaitsPong() {
        return pinged;
    }

    /** When something was read last. */
    long readNs() {
        return readNs;
    }

    void end() {
        if (tick != null) {
            tick.cancel(false);
        }
    }
}
