package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.engine.media.PlanAudio;
import busyhour.engine.media.TrackStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The media libraries take a third of a second to load: whoever needs none must not pay for them. */
class NativesSystemTest {

    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path directory;

    /** What the other JVM runs. */
    static final class Calls {

        private Calls() {
        }

        public static void main(final String[] args) throws Exception {
            Rehearsal.play();
            final TrackStore store = new TrackStore(new PlanAudio(Map.of()));
            store.tracks(null, AudioEncoding.of(AudioCodec.G722, 20));
            store.tracks(null, AudioEncoding.of(AudioCodec.L16, 20));
            System.out.println("without: " + isMapped());
            store.tracks(null, AudioEncoding.opus(20, 1, 32_000, true, false));
            System.out.println("with Opus: " + isMapped());
        }

        private static boolean isMapped() throws IOException {
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1).contains("libavcodec");
        }
    }

    @Test
    void shouldLoadTheMediaLibrariesOnlyForWhatNeedsThem() throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dbusyhour")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Calls.class.getName()));
        final Path output = directory.resolve("output");
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains("without: false").contains("with Opus: true");
    }
}
