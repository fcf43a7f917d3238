package busyhour.engine.dns;

import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.MessageHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that asks DNS for the names that shards meet, and asks again each minute, since answers change.
 */
public final class HostNameLookups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostNameLookups.class);
    private static final long AGAIN_NS = 60_000_000_000L;

    private record Question(ShardHostNames shard, int place, SipLocation location) {
    }

    private final SipLocator locator;
    private final List<ShardHostNames> shards = new CopyOnWriteArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final Random random = new Random(1);
    private final Thread thread;
    private volatile boolean closed;

    public HostNameLookups(final SipLocator locator) {
        this.locator = locator;
        thread = Thread.ofPlatform().daemon().name("host-names").start(this::run);
    }

    void add(final ShardHostNames shard) {
        shards.add(shard);
    }

    /** A name waits. Any thread; allocates nothing. */
    void wakeUp() {
        LockSupport.unpark(thread);
    }

    private void run() {
        long againNs = System.nanoTime() + AGAIN_NS;
        while (!closed) {
            for (final ShardHostNames shard : shards) {
                final List<Question> came = new ArrayList<>();
                final MessageHandler onName = (type, buffer, index, length) ->
                        came.add(new Question(shard, buffer.getInt(index), ShardHostNames.location(buffer, index, length)));
                shard.asked.read(onName);
                came.forEach(this::look);
                questions.addAll(came);
            }
            if (System.nanoTime() - againNs >= 0) {
                questions.forEach(this::look);
                againNs = System.nanoTime() + AGAIN_NS;
            }
            LockSupport.parkNanos(this, AGAIN_NS);
        }
    }

    private void look(final Question question) {
        TransportAddress found = null;
        try {
            final SipTargets targets = locator.locate(question.location).order(random);
            found = targets.address(0);
        } catch (final LocateException | RuntimeException e) { // the name came from the network: whatever it does, others wait
            LOG.info("{}: messages go the way that is known", e.getMessage());
        }
        while (!closed && !question.shard.answer(question.place, found)) {
            LockSupport.parkNanos(1_000_000L);
        }
    }

    @Override
    public void close() {
        closed = true;
        wakeUp();
    }
}
