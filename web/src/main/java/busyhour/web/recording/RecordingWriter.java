package busyhour.web.recording;

import busyhour.ipc.message.EndpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Puts the files of one run together from their pieces. Pieces that come again (a journal is replayed) change nothing; a file of which
 * a piece is missing, or that is over the limits, is not kept. Used by one thread.
 */
public final class RecordingWriter {
    /** Of one file, octets. */
    public static final int FILE_LIMIT = 64 << 20;
    /** Of all files of a run, octets. */
    public static final long RUN_LIMIT = 512L << 20;
    /** Of a run. */
    public static final int FILES_LIMIT = 1_000;

    static final String UNFINISHED = ".part";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Function<EndpointFile, Path> place;
    private final Map<Path, Integer> begun = new HashMap<>();
    private long octets;
    private int refused;
    private String fault;

    /** @param place where a piece's file is to be; its name is then a plain one. */
    public RecordingWriter(Function<EndpointFile, Path> place) {
        this.place = place;
    }

    /** Whether a name is a plain file's. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith(UNFINISHED);
    }

    /** Takes a piece. */
    public void write(EndpointFile piece) {
        if (!isName(piece.name()) || piece.endpoint() < 0 || piece.totalLength() < 0 || piece.totalLength() > FILE_LIMIT) {
            refused += piece.position() == 0 ? 1 : 0;
            return;
        }
        Path file = place.apply(piece);
        if (piece.position() == 0 && !begin(file, piece.totalLength()) || !begun.containsKey(file)) {
            return;
        }
        try {
            append(file, piece);
        } catch (IOException e) {
            fault = fault == null ? file + ": " + e.getMessage() : fault;
            begun.remove(file);
        }
    }

    private boolean begin(Path file, int length) {
        boolean again = begun.containsKey(file);
        if (!again && (begun.size() >= FILES_LIMIT || octets + length > RUN_LIMIT)) {
            refused++;
            return false;
        }
        octets += again ? 0 : length;
        begun.put(file, length);
        return true;
    }

    private static void append(Path file, EndpointFile piece) throws IOException {
        if (Files.exists(file)) {
            return; // it was whole before
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (piece.position() == 0) {
                channel.truncate(0);
            }
            if (channel.size() != piece.position()) {
                return; // one before it is missing: the next run of pieces begins anew
            }
            ByteBuffer octets = ByteBuffer.wrap(piece.piece());
            channel.position(piece.position());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
        if (piece.position() + piece.piece().length == piece.totalLength()) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Files that were over the limits or had no proper name. */
    public int refused() {
        return refused;
    }

    /** What the file system refused first; null when nothing. */
    public String fault() {
        return fault;
    }
}
