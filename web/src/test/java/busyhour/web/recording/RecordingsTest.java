package busyhour.web.recording;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.RunId;
import busyhour.ipc.message.EndpointFile;
import busyhour.web.recording.Recordings.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsTest {
    private static final long RUN = RunId.create(1_700_000_000_000L, 42);

    @TempDir
    private Path data;
    private final byte[] wav = new byte[50_000];

    RecordingsTest() {
        new Random(7).nextBytes(wav);
    }

    private static void write(RecordingWriter writer, int endpoint, String name, byte[] content, int from) {
        for (int at = from; at < content.length; at += 16_384) {
            writer.write(new EndpointFile(endpoint, 0, name, content.length, at, Arrays.copyOfRange(content, at, Math.min(content.length, at + 16_384))));
        }
    }

    @Test
    void shouldPutFilesTogetherAndListThem() throws Exception {
        Recordings recordings = new Recordings(data);
        RecordingWriter writer = recordings.writer(RUN);
        assertThat(recordings.list(RUN, 3)).isEmpty();
        write(writer, 3, "call-0.wav", wav, 0);
        write(writer, 3, "call-0.pcap", new byte[] {1}, 0);
        write(writer, 4, "call-0.wav", new byte[] {2}, 0);
        assertThat(recordings.list(RUN, 3)).containsExactly(new Recording("call-0.pcap", 1), new Recording("call-0.wav", 50_000));
        assertThat(recordings.list(RUN, 3)).extracting(Recording::mediaType).containsExactly("application/vnd.tcpdump.pcap", "audio/wav");
        assertThat(Files.readAllBytes(recordings.find(RUN, 3, "call-0.wav").orElseThrow())).isEqualTo(wav);
        assertThat(recordings.find(RUN, 5, "call-0.wav")).isEmpty();
        assertThat(writer.refused()).isZero();
        assertThat(writer.fault()).isNull();
    }

    @Test
    void shouldShowNoFileBeforeItIsWhole() {
        Recordings recordings = new Recordings(data);
        RecordingWriter writer = recordings.writer(RUN);
        writer.write(new EndpointFile(3, 0, "a.wav", 10, 0, new byte[6]));
        assertThat(recordings.list(RUN, 3)).isEmpty();
        assertThat(recordings.find(RUN, 3, "a.wav.part")).isEmpty();
        writer.write(new EndpointFile(3, 0, "a.wav", 10, 6, new byte[4]));
        assertThat(recordings.list(RUN, 3)).containsExactly(new Recording("a.wav", 10));
    }

    @Test
    void shouldTakePiecesAgainAfterAReplay() throws Exception {
        Recordings recordings = new Recordings(data);
        write(recordings.writer(RUN), 3, "a.wav", Arrays.copyOf(wav, 20_000), 0);
        RecordingWriter first = recordings.writer(RUN);
        first.write(new EndpointFile(3, 0, "b.wav", wav.length, 0, Arrays.copyOf(wav, 16_384)));
        RecordingWriter again = recordings.writer(RUN);
        write(again, 3, "b.wav", wav, 0);
        write(again, 3, "b.wav", wav, 0);
        write(again, 3, "a.wav", wav, 0);
        assertThat(Files.readAllBytes(recordings.find(RUN, 3, "b.wav").orElseThrow())).isEqualTo(wav);
        assertThat(recordings.list(RUN, 3)).as("a whole file stays").contains(new Recording("a.wav", 20_000));
    }

    @Test
    void shouldNotKeepWhatMissesAPiece() {
        Recordings recordings = new Recordings(data);
        RecordingWriter writer = recordings.writer(RUN);
        write(writer, 3, "late.wav", wav, 16_384);
        writer.write(new EndpointFile(3, 0, "gap.wav", 30, 0, new byte[10]));
        writer.write(new EndpointFile(3, 0, "gap.wav", 30, 20, new byte[10]));
        assertThat(recordings.list(RUN, 3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.wav", "/etc/passwd", "a/b.wav", "", ".hidden", "a.wav.part", "a b.wav", "a\u0000.wav", "..", "é.wav"})
    void shouldRefuseNamesThatLeadElsewhere(String name) throws Exception {
        Recordings recordings = new Recordings(data);
        RecordingWriter writer = recordings.writer(RUN);
        writer.write(new EndpointFile(3, 0, name, 1, 0, new byte[1]));
        assertThat(writer.refused()).isEqualTo(1);
        assertThat(recordings.find(RUN, 3, name)).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldBoundWhatARunLeaves() {
        Recordings recordings = new Recordings(data);
        RecordingWriter writer = recordings.writer(RUN);
        writer.write(new EndpointFile(1, 0, "huge.wav", RecordingWriter.FILE_LIMIT + 1, 0, new byte[1]));
        assertThat(writer.refused()).isEqualTo(1);
        for (int i = 0; i < 8; i++) { // they only say how long they will be
            writer.write(new EndpointFile(1, 0, "large" + i + ".wav", RecordingWriter.FILE_LIMIT, 0, new byte[1]));
        }
        assertThat(writer.refused()).isEqualTo(1);
        writer.write(new EndpointFile(1, 0, "one-more.wav", 1, 0, new byte[1]));
        assertThat(writer.refused()).isEqualTo(2);
        assertThat(recordings.list(RUN, 1)).isEmpty();
    }

    @Test
    void shouldBoundNumberOfFiles() {
        RecordingWriter writer = new Recordings(data).writer(RUN);
        for (int i = 0; i < RecordingWriter.FILES_LIMIT + 3; i++) {
            writer.write(new EndpointFile(i, 0, "a.wav", 0, 0, new byte[0]));
        }
        assertThat(writer.refused()).isEqualTo(3);
    }

    @Test
    void shouldGoWithTheRun() {
        Recordings recordings = new Recordings(data);
        long other = RUN + 1;
        write(recordings.writer(RUN), 3, "a.wav", wav, 0);
        write(recordings.writer(other), 3, "a.wav", wav, 0);
        recordings.deleteUnless(run -> run == other);
        assertThat(recordings.list(RUN, 3)).isEmpty();
        assertThat(recordings.list(other, 3)).hasSize(1);
        recordings.delete(other);
        recordings.delete(other);
        assertThat(data.resolve("recordings")).isEmptyDirectory();
        new Recordings(data.resolve("nowhere")).deleteUnless(run -> false);
    }

    @Test
    void shouldSayWhatTheFileSystemRefuses() throws Exception {
        Path file = Files.createFile(data.resolve("in-the-way"));
        RecordingWriter writer = new RecordingWriter(piece -> file.resolve(piece.name()));
        write(writer, 3, "a.wav", wav, 0);
        assertThat(writer.fault()).contains("in-the-way");
    }
}
