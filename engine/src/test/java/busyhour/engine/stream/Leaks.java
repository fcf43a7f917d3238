package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every buffer of Netty is watched, and one that was forgotten fails the test. */
final class Leaks {

    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    static {
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
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** And lets the tests that come after this one have their speed. */
    static void assertNoneAndRest() {
        System.gc();
        for (int i = 0; i < 3; i++) { // leaks are told when the next buffer is made
            Unpooled.buffer(1).release();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        assertThat(FOUND).isEmpty();
    }
}
