package busyhour.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.ffmpeg.MediaCache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackStoreTest {

    private static final AudioEncoding OPUS = AudioEncoding.opus(20, 1, 24_000, true, false);

    @TempDir
    private Path directory;

    private final List<Integer> told = new ArrayList<>();

    private TrackStore store() {
        return new TrackStore(new PlanAudio(Map.of("note.txt", "hello, world".getBytes(StandardCharsets.US_ASCII))),
                MediaCache.in(directory, 1 << 20), (audio, encoding, percent) -> told.add(percent));
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 60, 60, 480", "PCMU, 25, 20, 160", "PCMA, 5, 10, 80", "G722, 30, 30, 240", "L16, 40, 40, 1280",
        "L16, 60, 40, 1280", "L16_44100, 20, 10, 882", "L16_8000, 60, 60, 960"})
    void shouldGiveTheLongestPacketTimeThatIsNotTooLong(
            final AudioCodec codec, final int wantedMs, final int ptimeMs, final int octets) {
        final EncodedTrack track = store().tracks(null, AudioEncoding.of(codec, 20)).track(wantedMs);
        assertThat(track.ptimeMs()).isEqualTo(ptimeMs);
        assertThat(track.frameLength(0)).isEqualTo(octets);
        assertThat(track.durationMs()).isEqualTo(12_000);
    }

    @Test
    void shouldEncodeOnceAndShare() {
        final TrackStore store = store();
        assertThat(store.tracks(null, AudioEncoding.of(AudioCodec.PCMU, 20))).isSameAs(store.tracks(null, AudioEncoding.of(AudioCodec.PCMU, 20)));
        assertThat(store.tracks(null, AudioEncoding.of(AudioCodec.PCMU, 20)).track(10).buffer())
                .as("octets of all packet times").isSameAs(store.tracks(null, AudioEncoding.of(AudioCodec.PCMU, 20)).track(60).buffer());
        assertThat(store.tracks(null, OPUS, 40).track(20)).isSameAs(store.tracks(null, OPUS).track(20));
        assertThat(told).as("20 and 40 ms, each encoded once").filteredOn(percent -> percent == 100).hasSize(2);
    }

    @Test
    void shouldMakeOpusOnlyForThePacketTimesThatCanBeAskedFor() {
        final TrackSet set = store().tracks(null, OPUS, 60, 30);
        assertThat(set.track(10).ptimeMs()).isEqualTo(20);
        assertThat(set.track(40).ptimeMs()).isEqualTo(20);
        assertThat(set.track(60).ptimeMs()).isEqualTo(60);
        assertThat(set.track(120).ptimeMs()).isEqualTo(60);
        assertThat(set.encoding()).isEqualTo(OPUS);
    }

    @Test
    void shouldTakeFromDiskWhatAnEarlierRunEncoded() throws Exception {
        final EncodedTrack first = store().tracks(null, OPUS).track(20);
        assertThat(told).endsWith(100);
        told.clear();
        final EncodedTrack second = store().tracks(null, OPUS).track(20);
        assertThat(told).isEmpty();
        assertThat(octets(second)).isEqualTo(octets(first));
        try (Stream<Path> entries = Files.list(directory)) {
            final Path entry = entries.findFirst().orElseThrow();
            final byte[] content = Files.readAllBytes(entry);
            content[content.length / 2]++;
            Files.write(entry, content);
        }
        assertThat(octets(store().tracks(null, OPUS).track(20))).as("a damaged entry").isEqualTo(octets(first));
        assertThat(told).endsWith(100);
        store().tracks(null, AudioEncoding.opus(20, 1, 32_000, true, false));
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.count()).isEqualTo(2);
        }
    }

    @Test
    void shouldOfferComfortNoiseOnlyToPeersThatTakeIt() {
        final TrackSet set = store().tracks(null, AudioEncoding.of(AudioCodec.G722, 20).withComfortNoise(true));
        assertThat(hasSilence(set.track(20, false))).isFalse();
        assertThat(hasSilence(set.track(20, true))).isTrue();
        assertThat(set.track(20, true).frameCount()).isEqualTo(set.track(20, false).frameCount());
        assertThat(hasSilence(store().tracks(null, AudioEncoding.of(AudioCodec.G722, 20)).track(20, true))).isFalse();
    }

    @Test
    void shouldSayWhichFileIsNoAudio() {
        assertThatThrownBy(() -> store().tracks("note.txt", AudioEncoding.of(AudioCodec.PCMU, 20)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("note.txt: found text");
        assertThatThrownBy(() -> store().tracks("note.txt", OPUS)).hasMessageStartingWith("note.txt: found text");
        assertThatThrownBy(() -> store().tracks("gone.wav", AudioEncoding.of(AudioCodec.PCMU, 20))).hasMessageStartingWith("gone.wav: ");
    }

    private static boolean hasSilence(final EncodedTrack track) {
        boolean silence = false;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            silence |= track.frameLength(frame) == 0;
        }
        return silence;
    }

    private static byte[] octets(final EncodedTrack track) {
        return busyhour.codec.TrackBytes.write(track);
    }
}
