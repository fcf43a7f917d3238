package busyhour.engine.run;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The longest garbage collection pause since it was last asked. Any thread; for the life of the process. */
final class GarbagePauses {

    private final AtomicLong longestMs = new AtomicLong();

    GarbagePauses() {
        final NotificationListener listener = (notification, handback) -> {
            if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType())) {
                final long durationMs = GarbageCollectionNotificationInfo
                        .from((CompositeData) notification.getUserData()).getGcInfo().getDuration();
                longestMs.accumulateAndGet(durationMs, Math::max);
            }
        };
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)
                .forEach(bean -> ((NotificationEmitter) bean).addNotificationListener(listener, null, null));
    }

    long takeLongestNs() {
        return TimeUnit.MILLISECONDS.toNanos(longestMs.getAndSet(0));
    }
}
