package busyhour.web.cli;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import busyhour.web.plan.MediaCheck;

/** Reads the audio files of a plan as the worker will, so that a bad one is a fault of the plan. */
final class MediaContent {
    private MediaContent() {
    }

    static void check(String name, byte[] content, MediaCheck.Stream stream) throws MediaCheck.Refused {
        try {
            AudioFile.read(name, content);
        } catch (AudioFileException e) {
            throw new MediaCheck.Refused(e.found(), e.expected());
        }
    }
}
