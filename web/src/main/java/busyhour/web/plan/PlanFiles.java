package busyhour.web.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a plan's files are sought. */
public interface PlanFiles {
    /** Largest file that a plan may name. */
    long MAX_FILE_BYTES = 64L << 20;

    /** Begins the name of a file that lies in a project's library, where a plan says so itself. */
    String LIBRARY = "library:";

    /** A plan without a place of its own, such as one that was posted: no file is there. */
    PlanFiles NONE = name -> {
        throw new IOException("a posted plan carries no files");
    };

    /**
     * Content of a file.
     *
     * @throws IOException with a message that fits after "found" when the file cannot be had.
     */
    byte[] read(String name) throws IOException;

    /**
     * A registrar that the plan only names ({@code stored: NAME}).
     *
     * @throws IOException with a message that fits after "found" when there is none of that name.
     */
    default StoredRegistrar registrar(String name) throws IOException {
        throw new IOException("only a project on the platform has stored registrars");
    }

    /** How a fault in this file names it. */
    default String displayName(String name) {
        return name;
    }

    /**
     * Files beside the plan.
     *
     * @param planFile the plan; names are relative to its folder.
     */
    static PlanFiles beside(Path planFile) {
        return new PlanFiles() {
            @Override
            public byte[] read(String name) throws IOException {
                if (name.startsWith(LIBRARY)) {
                    throw new IOException("only a project on the platform has a library");
                }
                Path file = planFile.resolveSibling(name);
                if (!Files.exists(file)) {
                    throw new IOException("no file " + file);
                }
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    throw new IOException(file + ", which is not a readable file");
                }
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw new IOException(file + " with " + Files.size(file) + " bytes");
                }
                return Files.readAllBytes(file);
            }

            @Override
            public String displayName(String name) {
                return planFile.resolveSibling(name).toString();
            }
        };
    }
}
