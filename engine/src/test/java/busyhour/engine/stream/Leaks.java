package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every buffer of Netty is watched, and one that was forgotten fails the test. Before the first buffer is made. */
final class Leaks {

    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @Deprecated // and abstract nevertheless
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(final Class<T> resource, final int interval, final long active) {
                return new Telling<>(resource, interval);
            }
        });
    }

    private static final class Telling<T> extends ResourceLeakDetector<T> {
        Telling(final Class<?> resource, final int interval) {
            super(resource, interval);
        }

        @Override
        protected void reportTracedLeak(final String type, final String records) {
            FOUND.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(final String type) {
            FOUND.add(type);
        }
    }

    private Leaks() {
    }

    static void watch() {
        FOUND.clear();
    }

    static void assertNone() {
        System.gc();
        for (int i = 0; i < 3; i++) { // leaks are told when the next buffer is made
            Unpooled.buffer(1).release();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        assertThat(FOUND).isEmpty();
    }
}
