package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** aeron-all carries Agrona inside; another Agrona on the path would win or lose by the path's order. */
class AgronaVersionTest {
    private static final List<String> CLASSES = List.of(
            "org/agrona/MutableDirectBuffer.class",
            "org/agrona/concurrent/UnsafeBuffer.class",
            "org/agrona/concurrent/ringbuffer/OneToOneRingBuffer.class",
            "org/agrona/collections/Long2ObjectHashMap.class");

    @Test
    void shouldFindOnlyTheAgronaThatAeronCarries() throws Exception {
        final String aeronJar = jar(Aeron.class.getResource("Aeron.class"));
        for (final String name : CLASSES) {
            final List<URL> copies = Collections.list(Aeron.class.getClassLoader().getResources(name));
            final List<byte[]> carried = new ArrayList<>();
            for (final URL copy : copies) {
                if (jar(copy).equals(aeronJar)) {
                    carried.add(bytes(copy));
                }
            }
            assertThat(carried).as(name + " in " + aeronJar).hasSize(1);
            for (final URL copy : copies) {
                assertThat(bytes(copy)).as(copy + " is of the Agrona inside " + aeronJar).isEqualTo(carried.get(0));
            }
        }
    }

    private static String jar(final URL resource) {
        final String url = resource.toString();
        return URI.create(url.substring(0, url.indexOf("!/")).replace("jar:", "")).toString();
    }

    private static byte[] bytes(final URL resource) throws Exception {
        try (InputStream in = resource.openStream()) {
            return in.readAllBytes();
        }
    }
}
