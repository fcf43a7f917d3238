package busyhour.web.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and checks a plan; every fault is listed at once. A plan in YAML and the same tree in JSON give the same
 * {@link Plan}. Host names are looked up, so a call may take as long as the resolver does. Any thread.
 */
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
        return read(file, MediaCheck.NONE);
    }

    /** The same, with a look into the media files. */
    public static Plan read(Path file, MediaCheck media) throws IOException, PlanException {
        String source = file.toString();
        if (!Files.exists(file)) {
            throw new IOException("no plan at " + source);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(source + " is not a readable file");
        }
        if (Files.size(file) > MAX_PLAN_BYTES) {
            throw tooLarge(source, Files.size(file));
        }
        byte[] content = Files.readAllBytes(file);
        String text = decode(source, content);
        Faults faults = new Faults(source);
        return read(source.endsWith(".json") ? JsonTree.parse(text, faults) : YamlTree.parse(text, faults), faults,
                PlanFiles.beside(file), media);
    }

    /** The plan that runs when none is given: 50 callers, 50 callees, the built-in registrar. */
    public static Plan bundled() {
        try (var in = PlanReader.class.getResourceAsStream("bundled.yaml")) {
            return readYaml("bundled.yaml", in.readAllBytes(), PlanFiles.NONE);
        } catch (IOException | PlanException e) {
            throw new IllegalStateException("the bundled plan: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a YAML plan.
     *
     * @param source how faults name it.
     */
    public static Plan readYaml(String source, byte[] content, PlanFiles files) throws PlanException {
        Faults faults = new Faults(source);
        return read(YamlTree.parse(decode(source, content), faults), faults, files, MediaCheck.NONE);
    }

    /**
     * Reads a plan that somebody sends to be kept.
     *
     * @param yaml  whether it is YAML, not JSON.
     * @param known secrets of the version before, by path ({@link PlanSecrets}): where the plan has {@link PlanSecrets#HIDDEN}, they hold.
     */
    public static Plan readPosted(String source, byte[] content, boolean yaml, PlanFiles files, MediaCheck media, Map<String, String> known)
            throws PlanException {
        Faults faults = new Faults(source);
        PlanNode root = yaml ? YamlTree.parse(decode(source, content), faults) : JsonTree.parse(decode(source, content), faults);
        return read(root == null ? null : PlanSecrets.restored(root, known, faults), faults, files, media);
    }

    /** A YAML document as JSON, whatever plan it is; empty when it is no YAML. */
    public static Optional<String> jsonOf(byte[] yaml) {
        try {
            Faults faults = new Faults("plan");
            PlanNode root = YamlTree.parse(decode("plan", yaml), faults);
            return root == null || faults.any() ? Optional.empty() : Optional.of(JsonTree.write(root));
        } catch (PlanException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks a registrar that is to be kept outside plans. Whether its address may be called is each plan's matter.
     *
     * @param json as in a plan; {@code accounts} only to say {@code builtin}.
     * @return warnings, {@code FIELD: TEXT} in each.
     */
    public static List<String> checkRegistrar(String json) throws PlanException {
        Faults faults = new Faults("registrar");
        if (JsonTree.parse(json, faults) instanceof PlanNode.Mapping mapping) {
            RegistrarReader reader = new RegistrarReader(AddressRules.ANY, PlanFiles.NONE,
                    new TlsReader(PlanFiles.NONE, new MediaFiles(PlanFiles.NONE, MediaCheck.NONE), Instant.now()));
            reader.check(new Fields(mapping, "", faults));
        }
        faults.throwIfAny();
        return faults.warnings().stream().map(warning -> warning.split(": ", 2)[1]).toList();
    }

    /** A JSON plan, with a look into the media files. */
    public static Plan readJson(String source, byte[] content, PlanFiles files, MediaCheck media) throws PlanException {
        Faults faults = new Faults(source);
        return read(JsonTree.parse(decode(source, content), faults), faults, files, media);
    }

    /**
     * Reads a JSON plan, such as a posted one: the same tree as in YAML.
     *
     * @param source how faults name it.
     */
    public static Plan readJson(String source, byte[] content, PlanFiles files) throws PlanException {
        Faults faults = new Faults(source);
        return read(JsonTree.parse(decode(source, content), faults), faults, files, MediaCheck.NONE);
    }

    private static Plan read(PlanNode root, Faults faults, PlanFiles files, MediaCheck media)
            throws PlanException {
        if (root == null) {
            faults.throwIfAny();
        }
        if (!(root instanceof PlanNode.Mapping mapping)) {
            faults.add(root, "plan", "a map with at least 'groups'");
            faults.throwIfAny();
            throw new AssertionError("a fault was added");
        }
        return new PlanBuilder(mapping, faults, new MediaFiles(files, media), files, Instant.now()).build();
    }

    private static String decode(String source, byte[] content) throws PlanException {
        if (content.length > MAX_PLAN_BYTES) {
            throw tooLarge(source, content.length);
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            Faults faults = new Faults(source);
            faults.add(1, 1, "plan", "bytes that are not UTF-8", "UTF-8 text");
            faults.throwIfAny();
            throw new AssertionError("a fault was added");
        }
    }

    private static PlanException tooLarge(String source, long bytes) {
        return new PlanException(List.of(
                new PlanFault(source, 1, 1, "plan", bytes + " bytes", "at most " + MAX_PLAN_BYTES)));
    }
}
