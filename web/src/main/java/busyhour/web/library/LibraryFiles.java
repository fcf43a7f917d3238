package busyhour.web.library;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import busyhour.ipc.link.LinkContext;
import busyhour.web.access.Accounts.Project;
import busyhour.web.plan.MediaCheck;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.StoredRegistrar;

/**
 * A project's library as the place where a plan's files are sought: {@code prompt.wav} and {@code library:prompt.wav} are the same. Files
 * were decoded when they came in: what was found then is asked, not the content. One thread, one plan.
 */
final class LibraryFiles implements PlanFiles, MediaCheck {

    private static final byte[] NOTHING = new byte[0];

    private final Project project;
    private final Registrars registrars;
    private final MediaStore media;
    private final boolean contents;
    private final Map<String, MediaFacts> found = new HashMap<>();
    private final Set<String> usedMedia = new TreeSet<>();
    private final Set<String> usedRegistrars = new TreeSet<>();
    private long bytes;

    /** @param contents whether the content of files is wanted, or only whether they are there. */
    LibraryFiles(Project project, Registrars registrars, MediaStore media, boolean contents) {
        this.project = project;
        this.registrars = registrars;
        this.media = media;
        this.contents = contents;
    }

    /** Names of files that the plan has. */
    Set<String> usedMedia() {
        return usedMedia;
    }

    /** Names of stored registrars that the plan has. */
    Set<String> usedRegistrars() {
        return usedRegistrars;
    }

    @Override
    public byte[] read(String name) throws IOException {
        if (name.endsWith(".csv") || name.endsWith(".pem") || name.endsWith(".key") || name.endsWith(".crt")) {
            throw new IOException("a plan here has no folder: write the text itself, or name a registrar with `stored`");
        }
        String bare = name.startsWith(LIBRARY) ? name.substring(LIBRARY.length()) : name;
        MediaStore.MediaFile file = media.byName(project.id(), bare)
                .orElseThrow(() -> new IOException("no file of that name in the media library"));
        found.put(name, file.facts());
        usedMedia.add(bare);
        bytes += file.bytes();
        if (bytes > LinkContext.FILES_LIMIT_BYTES) {
            throw new IOException("which makes " + bytes + " bytes of media, more than " + LinkContext.FILES_LIMIT_BYTES);
        }
        return contents ? media.content(file.id()) : NOTHING;
    }

    @Override
    public void check(String name, byte[] content, Stream stream) throws Refused {
        MediaFacts facts = found.get(name);
        if (stream == Stream.AUDIO && !facts.hasAudio()) {
            throw new Refused("a file of the library without audio", "a file with audio");
        }
        if (stream == Stream.VIDEO && !facts.hasVideo()) {
            throw new Refused("a file of the library without video", "a file with video");
        }
    }

    @Override
    public StoredRegistrar registrar(String name) throws IOException {
        Registrars.Registrar registrar = registrars.byName(project.id(), name)
                .orElseThrow(() -> new IOException("no registrar of that name in this project"));
        usedRegistrars.add(name);
        boolean builtin = registrar.draft().kind() == RegistrarDraft.Kind.BUILTIN;
        return new StoredRegistrar(registrar.id(), registrar.draft().asPlan(), builtin ? null : registrars.accounts().all(registrar.id()));
    }
}
