package busyhour.web.cli;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import busyhour.codec.ffmpeg.MediaFileReader;
import busyhour.codec.ffmpeg.MediaFormatException;
import busyhour.codec.ffmpeg.PictureReader;
import busyhour.web.plan.MediaCheck;

/** Looks into the media files of a plan as the worker will, so that a bad one is a fault of the plan. */
final class MediaContent {

    /** Any will do: what counts is whether it can be read. */
    private static final int RATE_HZ = 8_000;
    private static final String PICTURES = "a file with video that ffmpeg reads (MP4, WebM, Y4M, IVF, H.264 in Annex B...)";

    private MediaContent() {
    }

    static void check(String name, byte[] content, MediaCheck.Stream stream) throws MediaCheck.Refused {
        if (stream == MediaCheck.Stream.VIDEO) {
            checkPictures(content);
            return;
        }
        try {
            MediaFileReader.read(name, content, RATE_HZ, 1);
        } catch (AudioFileException e) {
            throw new MediaCheck.Refused(e.found(), e.expected());
        }
    }

    /** The first picture has to be there; a fault further on is found while the file is encoded. */
    private static void checkPictures(byte[] content) throws MediaCheck.Refused {
        if (content.length == 0) {
            throw new MediaCheck.Refused("an empty file", PICTURES);
        }
        try (PictureReader reader = new PictureReader(content)) {
            if (reader.declaredSeconds() > AudioFile.MAX_DURATION_SECONDS) {
                throw new MediaCheck.Refused("a video of " + Math.round(reader.declaredSeconds()) + " s",
                        "at most " + AudioFile.MAX_DURATION_SECONDS + " s");
            }
            if (!reader.next()) {
                throw new MediaCheck.Refused("no picture that can be decoded", PICTURES);
            }
        } catch (MediaFormatException e) {
            throw new MediaCheck.Refused(e.getMessage(), PICTURES);
        }
    }
}
