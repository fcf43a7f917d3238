package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags of the engine's JVM as the launcher wants them. */
class WorkerFlagsTest {
    private static final List<String> PROPERTIES = List.of(WorkerProcess.HOME_PROPERTY, WorkerProcess.HOST_PROPERTY,
            WorkerProcess.CACHE_PROPERTY, WorkerProcess.CACHE_OUTPUT_PROPERTY);

    @TempDir
    private Path home;
    private String engineFlags;

    @BeforeEach
    void layFlags() throws Exception {
        Path folder = Files.createDirectories(home.resolve("tuning/jvm"));
        Files.writeString(folder.resolve("engine.flags"), "-Xmx512m\n");
        engineFlags = "@" + folder.resolve("engine.flags");
        System.setProperty(WorkerProcess.HOME_PROPERTY, home.toString());
    }

    @AfterEach
    void clear() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void shouldTakeFlagFileAlone() {
        assertThat(WorkerProcess.flags()).containsExactly(engineFlags);
    }

    @Test
    void shouldAddFlagsOfTheHostBehindTheCommonOnes() {
        System.setProperty(WorkerProcess.HOST_PROPERTY, "metal");
        assertThat(WorkerProcess.flags()).containsExactly(engineFlags, "@" + home.resolve("tuning/jvm/engine-metal.flags"));
    }

    @Test
    void shouldUseCacheWithoutWordsWhenJdkRefusesIt() {
        System.setProperty(WorkerProcess.CACHE_PROPERTY, "/caches/engine.aot");
        assertThat(WorkerProcess.flags()).containsExactly(engineFlags, "-XX:AOTCache=/caches/engine.aot", "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    @Test
    void shouldRecordInsteadOfUsingCacheWhenToldSo() {
        System.setProperty(WorkerProcess.CACHE_PROPERTY, "/caches/engine.aot");
        System.setProperty(WorkerProcess.CACHE_OUTPUT_PROPERTY, "/caches/new.aot");
        assertThat(WorkerProcess.flags()).containsExactly(engineFlags, "-XX:AOTCacheOutput=/caches/new.aot", "-Xlog:disable");
    }

    @Test
    void shouldHaveFlagFilesForAllHostsThatLauncherKnows() {
        Path folder = Path.of(System.getProperty("busyhour.root"), "tuning/jvm");
        for (String host : List.of("laptop", "vm", "metal")) {
            assertThat(folder.resolve("engine-" + host + ".flags")).isRegularFile();
        }
    }
}
