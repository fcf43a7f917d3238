package busyhour.jmh.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.PortRange;
import busyhour.engine.io.ThreadScheduling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostBoundsTest {

    private static final long GB = 1L << 30;
    private static final HostBounds HOST = new HostBounds(20_000, 192, PortRange.defaults(), 16 * GB, 512 << 20, 760_000);

    @Test
    void shouldCountAsTheEngineRefuses() {
        final List<Bound> audio = HOST.of(MediaKind.AUDIO);
        assertThat(audio).extracting(Bound::name).containsExactly("sockets", "ports", "memory", "kernelBuffers");
        assertThat(audio.get(0)).isEqualTo(new Bound("sockets", 9_904, "(20,000 open files - 192 of the worker) / 2 sockets for an endpoint"));
        assertThat(audio.get(1)).isEqualTo(new Bound("ports", 11_384, "11,384 pairs of media ports in 10000-32767 / 1 for an endpoint"));
        assertThat(audio.get(2).endpoints()).isBetween(13_000L, 18_000L);
        assertThat(audio.get(2).arithmetic()).startsWith("80 % of 512 MB heap (-Xmx in tuning/jvm/engine.flags) / ");
        assertThat(audio.get(3).endpoints()).isEqualTo(380_000);
        final List<Bound> video = HOST.of(MediaKind.VIDEO);
        assertThat(video.get(0).endpoints()).isEqualTo(4_952);
        assertThat(video.get(1).endpoints()).isEqualTo(5_692);
        assertThat(video.get(2).endpoints()).isLessThan(audio.get(2).endpoints());
        assertThat(HOST.of(MediaKind.AUDIO_SRTP).get(2).endpoints()).isLessThan(audio.get(2).endpoints());
        assertThat(HOST.most(MediaKind.VIDEO)).isEqualTo((int) video.get(2).endpoints());
    }

    @Test
    void shouldSetNoBoundByWhatIsNotKnown() {
        final HostBounds unknown = new HostBounds(ThreadScheduling.UNLIMITED, 192, PortRange.defaults(), -1, 0, 0);
        assertThat(unknown.of(MediaKind.AUDIO)).filteredOn(Bound::isBounding).extracting(Bound::name).containsExactly("ports");
        assertThat(unknown.most(MediaKind.AUDIO)).isEqualTo(11_384);
        assertThat(new HostBounds(100, 192, PortRange.defaults(), -1, 0, 0).most(MediaKind.AUDIO)).isZero();
    }

    @Test
    void shouldTakeTheMachinesMemoryWhereThatIsLess() {
        final HostBounds small = new HostBounds(20_000, 192, PortRange.defaults(), 64 << 20, 2 * GB, 0);
        assertThat(small.of(MediaKind.AUDIO).get(2).arithmetic()).startsWith("80 % of 64 MB free / ");
    }

    @Test
    void shouldReadThisHost(@TempDir Path directory) throws IOException {
        final Path flags = Files.writeString(directory.resolve("engine.flags"), "-Xms256m\n-Xmx3g\n");
        final Path large = Files.writeString(directory.resolve("engine-metal.flags"), "-Xmx5G\n");
        assertThat(HostBounds.read(List.of(flags, large)).heapBytes()).isEqualTo(5 * GB);
        final HostBounds host = HostBounds.read(List.of(flags, directory.resolve("engine-.flags")));
        assertThat(host.heapBytes()).isEqualTo(3 * GB);
        assertThat(host.memoryBytes()).isPositive();
        assertThat(host.udpMemoryPages()).isPositive();
        assertThat(HostBounds.read(List.of(directory.resolve("missing"))).heapBytes()).isZero();
    }
}
