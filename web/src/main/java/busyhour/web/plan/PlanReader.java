package busyhour.web.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and checks a plan; every fault is listed at once. */
public final class PlanReader {
    /** Largest plan, bytes. */
    public static final int MAX_PLAN_BYTES = 1 << 20;

    private PlanReader() {
    }

    /**
     * Reads a plan file, YAML or (name ends in {@code .json}) JSON; files that it names are sought beside it.
     *
     * @throws PlanException when the plan cannot be run.
     * @throws IOException   when the file cannot be read; the message says which and why.
     */
    public static Plan read(Path file) throws IOException, PlanException {
        return readYaml(file.toString(), Files.readAllBytes(file), PlanFiles.beside(file));
    }

    /**
     * Reads a YAML plan.
     *
     * @param source how faults name it.
     */
    public static Plan readYaml(String source, byte[] content, PlanFiles files) throws PlanException {
        throw new UnsupportedOperationException(new String(content, StandardCharsets.UTF_8));
    }

    /**
     * Reads a JSON plan, such as a posted one: the same tree as in YAML.
     *
     * @param source how faults name it.
     */
    public static Plan readJson(String source, byte[] content, PlanFiles files) throws PlanException {
        throw new UnsupportedOperationException(new String(content, StandardCharsets.UTF_8));
    }
}
