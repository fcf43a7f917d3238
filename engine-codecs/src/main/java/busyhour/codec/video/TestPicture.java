package busyhour.codec.video;

import busyhour.codec.ffmpeg.Picture;
import java.util.SplittableRandom;

/**
 * The built-in moving picture: colour bars, a ramp that scrolls, a square on its way round, the number of the frame, and grain of
 * which there is as much as the bit rate needs. Half of the picture has no grain: an encoder that saw all of it change would take each
 * frame for a new scene and make a key frame of it. The same for each run.
 *
 * <pre>
 *   +------+---------------------+
 *   |00042 |       bars          |
 *   |------+                     |
 *   |. . . . . . +---+. . . . . .|
 *   |. . grain . |###| . . . . . |
 *   |~~~~~~~~~~~ ramp ~~~~~~~~~~~|
 *   +----------------------------+
 * </pre>
 */
final class TestPicture implements PictureSource {

    /** Brightness, U and V of eight bars; brightness keeps away from the limits by the largest grain, which then needs no clipping. */
    private static final int[][] BARS = {
        {165, 128, 128}, {158, 60, 140}, {150, 150, 60}, {140, 90, 80}, {120, 165, 175}, {110, 110, 200}, {95, 200, 110}, {85, 128, 128},
    };
    private static final int MAX_GRAIN = 60;
    private static final int TABLE = 1 << 16;
    private static final int DARKEST = 80;
    private static final int RAMP_STEPS = 90;
    /** Frames between two moves of a calm picture. */
    private static final int CALM_FRAMES = 6;

    private final int frames;
    private final boolean isCalm;
    private final Picture background;
    private final byte[] grain;
    private final byte[] scaledGrain;
    private final SplittableRandom random = new SplittableRandom(20_140_711);
    private double scaledLevel = -1;
    private double level;
    private int frame;

    TestPicture(final int width, final int height, final int frames) {
        this(width, height, frames, false);
    }

    /** @param isCalm so little moves that the lowest rates suffice. */
    TestPicture(final int width, final int height, final int frames, final boolean isCalm) {
        this.frames = frames;
        this.isCalm = isCalm;
        this.background = new Picture(width, height);
        this.grain = new byte[TABLE + width];
        this.scaledGrain = new byte[TABLE + width];
        for (int bar = 0; bar < BARS.length; bar++) {
            final int from = width * bar / BARS.length;
            background.fill(from, 0, width * (bar + 1) / BARS.length - from, height, BARS[bar][0], BARS[bar][1], BARS[bar][2]);
        }
        for (int i = 0; i < TABLE; i++) {
            grain[i] = (byte) random.nextInt(-128, 128);
        }
        System.arraycopy(grain, 0, grain, TABLE, width);
    }

    @Override
    public int expectedFrames() {
        return frames;
    }

    @Override
    public boolean hasDetail() {
        return true;
    }

    @Override
    public void detail(final double value) {
        level = Math.clamp(value, 0, 1);
    }

    @Override
    public boolean next(final Picture picture) {
        if (frame == frames) {
            return false;
        }
        picture.copyFrom(background);
        drawRamp(picture);
        drawSquare(picture);
        addGrain(picture);
        FrameNumber.draw(picture, frame);
        frame++;
        return true;
    }

    /** The lowest quarter: brightness rises to the right and moves by two pixels a frame. */
    private void drawRamp(final Picture picture) {
        final int width = picture.width();
        final int shift = isCalm ? 0 : 2 * frame;
        for (int row = picture.height() * 3 / 4; row < picture.height(); row++) {
            for (int x = 0; x < width; x++) {
                picture.luma()[row * width + x] = (byte) (DARKEST + (x + shift) * RAMP_STEPS / width % RAMP_STEPS);
            }
        }
    }

    /** Once round in as many frames as the loop has, so that its end meets its beginning. */
    private void drawSquare(final Picture picture) {
        final int side = picture.height() / 5 & ~1;
        final int step = isCalm ? frame / CALM_FRAMES * CALM_FRAMES : frame;
        final double angle = 2 * Math.PI * step / frames;
        final int x = (int) ((picture.width() - side) * (0.5 + 0.4 * Math.cos(angle))) & ~1;
        final int y = (int) ((picture.height() - side) * (0.5 + 0.4 * Math.sin(2 * angle))) & ~1;
        picture.fill(x, y, side, side, 170, 90, 190);
        picture.fill(x + side / 4, y + side / 4, side / 2, side / 2, 90, 190, 90);
    }

    private void addGrain(final Picture picture) {
        if (level == 0) {
            return;
        }
        scaleGrain();
        final byte[] luma = picture.luma();
        final int width = picture.width();
        for (int row = picture.height() / 4; row < picture.height() * 3 / 4; row++) {
            addRow(luma, row * width, width, random.nextInt(TABLE));
        }
    }

    private void addRow(final byte[] luma, final int start, final int width, final int grainStart) {
        for (int x = 0; x < width; x++) {
            luma[start + x] += scaledGrain[grainStart + x];
        }
    }

    /** Values between whole numbers are rounded up or down by chance, so that the finest grain still grows steadily. */
    private void scaleGrain() {
        if (level == scaledLevel) {
            return;
        }
        scaledLevel = level;
        for (int i = 0; i < TABLE; i++) {
            scaledGrain[i] = (byte) Math.floor(grain[i] * level * MAX_GRAIN / 128 + random.nextDouble());
        }
        System.arraycopy(scaledGrain, 0, scaledGrain, TABLE, scaledGrain.length - TABLE);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
