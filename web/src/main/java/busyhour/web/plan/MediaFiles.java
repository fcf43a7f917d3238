package busyhour.web.plan;

import busyhour.ipc.link.LinkContext;
import busyhour.web.plan.MediaCheck.Stream;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of one plan that travel to the worker; media files are read and looked into once each. One thread. */
final class MediaFiles {
    /** Of all files together: they travel to the worker in one assignment. */
    private static final long MAX_BYTES = LinkContext.FILES_LIMIT_BYTES;

    private final PlanFiles files;
    private final MediaCheck check;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Set<String> checked = new HashSet<>();
    private long bytes;

    MediaFiles(PlanFiles files, MediaCheck check) {
        this.files = files;
        this.check = check;
    }

    Map<String, byte[]> contents() {
        return contents;
    }

    /** Reads a file; what is wrong with it becomes a fault of that key. */
    void add(Fields at, String key, String name, Stream stream) {
        PlanNode value = at.find(key);
        add(at, new Words.Word(value == null ? at.map() : value, at.pathOf(key), name), stream);
    }

    /** Reads one file or a list of them. @return their names. */
    List<String> addAll(Fields at, String key, String expected, Stream stream) {
        List<Words.Word> words = Words.read(at, key, expected);
        if (words == null) {
            return List.of();
        }
        words.forEach(word -> add(at, word, stream));
        return words.stream().map(Words.Word::text).toList();
    }

    private void add(Fields at, Words.Word word, Stream stream) {
        String name = word.text();
        if (!checked.add(stream + " " + name)) {
            return;
        }
        try {
            byte[] content = contents.get(name);
            if (content == null) {
                content = files.read(name);
                if (!fits(at, word, content)) {
                    return;
                }
            }
            check.check(name, content, stream);
            contents.put(name, content);
        } catch (IOException e) {
            at.faults().add(word.node(), word.path(), PlanFault.quoted(name) + " (" + e.getMessage() + ")",
                    stream == Stream.AUDIO ? "an audio file beside the plan" : "a video file beside the plan");
        } catch (MediaCheck.Refused e) {
            at.faults().add(word.node(), word.path(), PlanFault.quoted(name) + " (" + e.found() + ")", e.expected());
        }
    }

    /** Takes content that was checked elsewhere. */
    void keep(Fields at, String key, String name, byte[] content) {
        if (fits(at, new Words.Word(at.map().entries().get(key).value(), at.pathOf(key), name), content)) {
            contents.put(name, content);
        }
    }

    private boolean fits(Fields at, Words.Word word, byte[] content) {
        bytes += content.length;
        if (bytes > MAX_BYTES) {
            at.faults().add(word.node(), word.path(), PlanFault.quoted(word.text()) + ", which makes " + bytes + " bytes of media",
                    "at most " + MAX_BYTES + " bytes in all files");
        }
        return bytes <= MAX_BYTES;
    }
}
