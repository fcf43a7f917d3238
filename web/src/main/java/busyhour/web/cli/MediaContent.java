package busyhour.web.cli;

import busyhour.codec.AudioFileException;
import busyhour.codec.ffmpeg.MediaFileReader;
import busyhour.web.plan.MediaCheck;

/** Reads the audio files of a plan as the worker will, so that a bad one is a fault of the plan. */
final class MediaContent {

    /** Any will do: what counts is whether it can be read. */
    private static final int RATE_HZ = 8_000;

    private MediaContent() {
    }

    static void check(String name, byte[] content, MediaCheck.Stream stream) throws MediaCheck.Refused {
        try {
            MediaFileReader.read(name, content, RATE_HZ, 1);
        } catch (AudioFileException e) {
            throw new MediaCheck.Refused(e.found(), e.expected());
        }
    }
}
