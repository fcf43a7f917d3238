package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.video.VideoStore;
import busyhour.engine.media.GroupTracks;
import busyhour.engine.media.PlanAudio;
import busyhour.engine.media.TrackStore;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says while its media are encoded, how that is ended, and what a file at fault comes to. */
class RunPreparationTest {

    @TempDir
    Path cache;

    private static Assignment plan(final MediaSpec media, final Map<String, byte[]> files) {
        return new Assignment(4_711, "test", List.of(), List.of(
                Assignments.receivers(0, 1, "127.0.0.1:" + Assignments.freePort(), 1_000).withMedia(media)), files, false, List.of());
    }

    private static MediaSpec media() {
        return MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("OPUS").withOpus(new OpusSpec(24_000, 1, true, false)))
                .withVideo(VideoSpec.of("VP8", 320, 180, 10, 100_000));
    }

    /** As a run does it, with a cache of its own. */
    private GroupTracks encode(final Consumer<String> told) throws RunFaultException {
        final EncodingWord word = new EncodingWord(told);
        final MediaCache media = MediaCache.in(cache, 1 << 28);
        return new MediaResolver(new TrackStore(new PlanAudio(Map.of()), media, word), new VideoStore(name -> null, media, word))
                .tracks(plan(media(), Map.of()).groups().getFirst());
    }

    @Test
    void shouldSayHowFarEncodingIsAndNothingTheSecondTime() throws RunFaultException {
        final List<String> told = new ArrayList<>();
        assertThat(encode(told::add).hasVideo()).isTrue();
        assertThat(told).isNotEmpty().allMatch(word -> word.matches("encoding (OPUS|VP8 320x180) \\d+ %"));
        assertThat(told).anyMatch(word -> word.startsWith("encoding OPUS")).anyMatch(word -> word.startsWith("encoding VP8"));
        told.clear();
        assertThat(encode(told::add).hasVideo()).isTrue();
        assertThat(told).as("kept on disk").isEmpty();
    }

    @Test
    void shouldEndWhenNobodyWantsItAnyMore() {
        for (final String at : List.of("encoding OPUS", "encoding VP8")) {
            assertThatThrownBy(() -> encode(word -> {
                if (word.startsWith(at)) {
                    throw new PreparationEndedException();
                }
            })).as(at).isInstanceOf(PreparationEndedException.class);
        }
    }

    @Test
    void shouldBeOverWhenStoppedBeforeItBegan() {
        final Run run = new Run(plan(MediaSpec.PLAIN, Map.of()), EngineSettings.defaults());
        run.stop(0);
        assertThat(run.isOver()).isTrue();
    }

    @Test
    void shouldNameAFileThatIsNoMedia() {
        final byte[] text = "this is not media".getBytes(StandardCharsets.UTF_8);
        assertFault(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withFiles("readme.txt")), Map.of("readme.txt", text));
        final VideoSpec video = VideoSpec.of("H264", 320, 180, 10, 100_000);
        assertFault(MediaSpec.PLAIN.withVideo(new VideoSpec(video.codecs(), 320, 180, 10, 100_000, 1_000, 1, List.of("readme.txt"), true, true, 34)),
                Map.of("readme.txt", text));
    }

    private static void assertFault(final MediaSpec media, final Map<String, byte[]> files) {
        assertThatThrownBy(() -> Run.prepare(plan(media, files), EngineSettings.defaults(), error -> { }))
                .isInstanceOf(RunFaultException.class).hasMessageStartingWith("group callees: ").hasMessageContaining("readme.txt");
    }
}
