package busyhour.engine.stream;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/**
 * The I/O of an event loop with the shard's ring as one more source: no task, and so no allocation, for a message that the shard
 * wants sent.
 */
final class LoopIo implements IoHandler {

    private final IoHandler channels;
    private final Lane lane;
    private final RingContext context = new RingContext();

    LoopIo(final IoHandler channels, final Lane lane) {
        this.channels = channels;
        this.lane = lane;
    }

    @Override
    public void initialize() {
        channels.initialize();
        lane.onLoopStart();
    }

    @Override
    public int run(final IoHandlerContext loop) {
        context.loop = loop;
        final int handled = channels.run(context);
        return handled + lane.drain();
    }

    /** The loop blocks only when the ring is empty too. */
    private final class RingContext implements IoHandlerContext {
        private IoHandlerContext loop;

        @Override
        public boolean canBlock() {
            return loop.canBlock() && lane.loopMayIdle();
        }

        @Override
        public long delayNanos(final long currentTimeNanos) {
            return loop.delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return loop.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(final long activeNanos) {
            loop.reportActiveIoTime(activeNanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return loop.shouldReportActiveIoTime();
        }
    }

    @Override
    public void wakeup() {
        channels.wakeup();
    }

    @Override
    public void prepareToDestroy() {
        channels.prepareToDestroy();
    }

    @Override
    public void destroy() {
        channels.destroy();
    }

    @Override
    public IoRegistration register(final IoHandle handle) throws Exception {
        return channels.register(handle);
    }

    @Override
    public boolean isCompatible(final Class<? extends IoHandle> handleType) {
        return channels.isCompatible(handleType);
    }
}
