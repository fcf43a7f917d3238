package busyhour.web.recording;

import busyhour.ipc.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of all runs below a data directory. Any thread. */
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private final Path root;

    /** @param dataDirectory of the platform; nothing is made before the first file. */
    public Recordings(Path dataDirectory) {
        root = dataDirectory.resolve("recordings");
    }

    /** A whole file. */
    public record Recording(String name, long bytes) {
        /** Of its content. */
        public String mediaType() {
            return name.endsWith(".wav") ? "audio/wav" : name.endsWith(".pcap") ? "application/vnd.tcpdump.pcap" : "application/octet-stream";
        }
    }

    /** Takes a run's files. */
    public RecordingWriter writer(long runId) {
        Path run = ofRun(runId);
        return new RecordingWriter(piece -> run.resolve(String.valueOf(piece.endpoint())).resolve(piece.name()));
    }

    /** Of an endpoint, by name. */
    public List<Recording> list(long runId, int endpoint) {
        Path folder = ofRun(runId).resolve(String.valueOf(endpoint));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> RecordingWriter.isName(file.getFileName().toString()) && Files.isRegularFile(file))
                    .map(file -> new Recording(file.getFileName().toString(), file.toFile().length()))
                    .sorted(Comparator.comparing(Recording::name)).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("recordings in {} cannot be listed: {}", folder, e.getMessage());
            return List.of();
        }
    }

    /** Empty when there is none of that name. */
    public Optional<Path> find(long runId, int endpoint, String name) {
        Path file = ofRun(runId).resolve(String.valueOf(endpoint)).resolve(RecordingWriter.isName(name) ? name : "-");
        return Optional.of(file).filter(Files::isRegularFile);
    }

    /** With the run. */
    public void delete(long runId) {
        deleteTree(ofRun(runId));
    }

    /** Those of runs that are no more. @param exists whether a run does. */
    public void deleteUnless(LongPredicate exists) {
        try (Stream<Path> runs = Files.list(root)) {
            for (Path run : runs.toList()) {
                OptionalLong id = id(run.getFileName().toString());
                if (id.isPresent() && !exists.test(id.getAsLong())) {
                    deleteTree(run);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.trace("no recordings yet");
        } catch (IOException e) {
            LOG.warn("recordings in {} cannot be listed: {}", root, e.getMessage());
        }
    }

    private static OptionalLong id(String name) {
        try {
            return OptionalLong.of(RunId.parse(name));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    private Path ofRun(long runId) {
        return root.resolve(RunId.text(runId));
    }

    private static void deleteTree(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException e) {
            LOG.trace("{} is gone", folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", folder, e.getMessage());
        }
    }
}
