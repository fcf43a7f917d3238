package busyhour.web.plan;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of one plan that travel to the worker; media files are read and looked into once each. One thread. */
final class MediaFiles {
    /** Of all files together: they travel to the worker in one assignment. */
    private static final long MAX_BYTES = 10L << 20;

    private final PlanFiles files;
    private final MediaCheck check;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private long bytes;

    MediaFiles(PlanFiles files, MediaCheck check) {
        this.files = files;
        this.check = check;
    }

    Map<String, byte[]> contents() {
        return contents;
    }

    /** Reads a file; what is wrong with it becomes a fault of that key. */
    void add(Fields at, String key, String name) {
        if (contents.containsKey(name)) {
            return;
        }
        try {
            byte[] content = files.read(name);
            if (fits(at, key, name, content)) {
                check.check(name, content);
                contents.put(name, content);
            }
        } catch (IOException e) {
            at.fault(key, PlanFault.quoted(name) + " (" + e.getMessage() + ")", "an audio file beside the plan");
        } catch (MediaCheck.Refused e) {
            at.fault(key, PlanFault.quoted(name) + " (" + e.found() + ")", e.expected());
        }
    }

    /** Takes content that was checked elsewhere. */
    void keep(Fields at, String key, String name, byte[] content) {
        if (fits(at, key, name, content)) {
            contents.put(name, content);
        }
    }

    private boolean fits(Fields at, String key, String name, byte[] content) {
        bytes += content.length;
        if (bytes > MAX_BYTES) {
            at.fault(key, PlanFault.quoted(name) + ", which makes " + bytes + " bytes of media",
                    "at most " + MAX_BYTES + " bytes in all files");
        }
        return bytes <= MAX_BYTES;
    }
}
