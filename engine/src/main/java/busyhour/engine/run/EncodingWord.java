package busyhour.engine.run;

import busyhour.codec.AudioEncoding;
import busyhour.codec.video.VideoEncoding;
import busyhour.codec.video.VideoStore;
import busyhour.engine.media.TrackStore;
import java.util.function.Consumer;

/** Says for people how far the encoding of media is: {@code encoding H264 1280x720 40 %}. */
final class EncodingWord implements VideoStore.Progress, TrackStore.Progress {

    private static final int WHOLE = 100;

    private final Consumer<String> told;
    private String toldLast = "";

    EncodingWord(final Consumer<String> told) {
        this.told = told;
    }

    @Override
    public void onFrame(final String file, final VideoEncoding encoding, final int done, final int of) {
        tell((file == null ? "" : file + " to ") + encoding.codec().encodingName() + " " + encoding.width() + "x" + encoding.height(), done, of);
    }

    @Override
    public void onEncoding(final String audio, final AudioEncoding encoding, final int percent) {
        tell((audio == null ? "" : audio + " to ") + encoding.codec().encodingName(), percent, WHOLE);
    }

    private void tell(final String what, final long done, final long of) {
        final String text = "encoding " + what + " " + (of <= 0 ? 0 : Math.min(WHOLE, WHOLE * done / of)) + " %";
        if (!text.equals(toldLast)) {
            toldLast = text;
            told.accept(text);
        }
    }
}
