package busyhour.web.cli;

import busyhour.codec.ffmpeg.Ffmpeg;
import busyhour.web.result.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results, database and journals stay. */
final class DataDirectory {
    private DataDirectory() {
    }

    /**
     * Makes the directory when it is missing and checks that it can be written.
     *
     * @param given null for {@code ~/.busyhour}.
     */
    static Path prepare(Path given) {
        Path directory = given == null ? Path.of(System.getProperty("user.home"), ".busyhour") : given.toAbsolutePath();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE,
                    "busyhour: --data: found " + directory + ", which cannot be made, expected a writable directory");
        }
        if (!Files.isWritable(directory)) {
            throw new CommandFailure(ExitCode.USAGE,
                    "busyhour: --data: found " + directory + ", which is not writable, expected a writable directory");
        }
        Ffmpeg.cacheIn(directory.resolve("worker").resolve("cache")); // what checking a plan's files unpacks serves the worker, too
        return directory;
    }
}
