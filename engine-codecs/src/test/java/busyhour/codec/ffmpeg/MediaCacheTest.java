package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaCacheTest {

    @TempDir
    private Path directory;

    private static byte[] payload(final int length, final int value) {
        final byte[] payload = new byte[length];
        java.util.Arrays.fill(payload, (byte) value);
        return payload;
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void shouldGiveBackWhatWasWrittenUnderTheSameSettingsAndContent() {
        final MediaCache cache = MediaCache.in(directory.resolve("deep/down"), 10_000);
        final String key = MediaCache.key("opus 20 ms", payload(3, 1));
        assertThat(cache.read(key)).isNull();
        assertThat(cache.write(key, payload(100, 7))).isTrue();
        assertThat(cache.read(key)).isEqualTo(payload(100, 7));
        assertThat(MediaCache.in(directory.resolve("deep/down"), 10_000).read(key)).as("another run").isEqualTo(payload(100, 7));
        assertThat(cache.read(MediaCache.key("opus 40 ms", payload(3, 1)))).isNull();
        assertThat(cache.read(MediaCache.key("opus 20 ms", payload(3, 2)))).isNull();
        assertThat(cache.write(key, new byte[0])).isTrue();
        assertThat(cache.read(key)).isEmpty();
    }

    @Test
    void shouldTakeNoEntryThatIsDamagedAndMakeRoomForItsSuccessor() throws IOException {
        final MediaCache cache = MediaCache.in(directory, 10_000);
        final String key = MediaCache.key("x", null);
        for (int cut = 0; cut < 136; cut += 17) {
            cache.write(key, payload(100, 7));
            final Path entry = entries().getFirst();
            Files.write(entry, java.util.Arrays.copyOf(Files.readAllBytes(entry), cut));
            assertThat(cache.read(key)).as("cut to " + cut).isNull();
        }
        cache.write(key, payload(100, 7));
        final Path entry = entries().getFirst();
        final byte[] content = Files.readAllBytes(entry);
        for (int at = 0; at < content.length; at += 9) {
            final byte[] damaged = content.clone();
            damaged[at] ^= 0x10;
            Files.write(entry, damaged);
            assertThat(cache.read(key)).as("octet " + at).isNull();
        }
        assertThat(cache.write(key, payload(50, 3))).isTrue();
        assertThat(cache.read(key)).isEqualTo(payload(50, 3));
        assertThat(entries()).hasSize(1);
    }

    @Test
    void shouldForgetWhatWasUnusedLongest() throws IOException {
        final MediaCache cache = MediaCache.in(directory, 1_000);
        for (int i = 0; i < 3; i++) {
            cache.write(MediaCache.key("s" + i, null), payload(250, i));
        }
        for (final Path entry : entries()) {
            Files.setLastModifiedTime(entry, FileTime.fromMillis(1_000_000));
        }
        assertThat(cache.read(MediaCache.key("s0", null))).as("is used, so it stays").isNotNull();
        cache.write(MediaCache.key("s3", null), payload(250, 3));
        assertThat(cache.read(MediaCache.key("s0", null))).isNotNull();
        assertThat(cache.read(MediaCache.key("s3", null))).isNotNull();
        assertThat(entries()).hasSize(3);
        assertThat(cache.write(MediaCache.key("large", null), payload(1_000, 3))).as("larger than all").isFalse();
    }

    @Test
    void shouldDoWithoutADiskThatRefuses() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));
        final MediaCache cache = MediaCache.in(file.resolve("below"), 1_000);
        assertThat(cache.write(MediaCache.key("x", null), payload(10, 1))).isFalse();
        assertThat(cache.read(MediaCache.key("x", null))).isNull();
        assertThat(MediaCache.none().write(MediaCache.key("x", null), payload(10, 1))).isFalse();
        assertThat(MediaCache.none().read(MediaCache.key("x", null))).isNull();
    }
}
