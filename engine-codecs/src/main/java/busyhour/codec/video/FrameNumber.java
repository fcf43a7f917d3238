package busyhour.codec.video;

import busyhour.codec.ffmpeg.Picture;

/**
 * The number of a frame, drawn white on black in digits of 5 x 7 squares that survive any encoder, and read back from a decoded
 * picture. The box lies at the picture's upper left and scales with its height.
 *
 * <pre>
 *   |. # # # .|
 *   |# . . . #|   a square is height/48 pixels wide, at least 2; a digit's cell is 6 x 9 squares
 *   |# . . # #|
 * </pre>
 */
public final class FrameNumber {

    /** More frames than any loop has. */
    public static final int DIGITS = 5;

    /** Rows from the top, the leftmost square in the highest of five bits. */
    private static final int[][] FONT = {
        {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110},
        {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110},
        {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111},
        {0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110},
        {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010},
        {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110},
        {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110},
        {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000},
        {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110},
        {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100},
    };
    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final int CELL_WIDTH = 6;
    private static final int CELL_HEIGHT = 9;
    private static final int BLACK = 16;
    private static final int WHITE = 235;
    private static final int MIDDLE = 126;
    private static final int GREY = 128;

    private FrameNumber() {
    }

    private static int square(final int width, final int height) {
        return Math.max(2, Math.min(height / 48, width / (CELL_WIDTH * DIGITS + 4)));
    }

    /** Pixels that the box takes from the left. */
    static int boxWidth(final int width, final int height) {
        return evenUp((CELL_WIDTH * DIGITS + 1) * square(width, height));
    }

    /** Pixels that the box takes from the top. */
    static int boxHeight(final int width, final int height) {
        return evenUp(CELL_HEIGHT * square(width, height));
    }

    private static int evenUp(final int pixels) {
        return pixels + 1 & ~1;
    }

    static void draw(final Picture picture, final int number) {
        final int width = picture.width();
        final int height = picture.height();
        final int square = square(width, height);
        picture.fill(0, 0, boxWidth(width, height), boxHeight(width, height), BLACK, GREY, GREY);
        int rest = number;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            final int[] rows = FONT[rest % 10];
            rest /= 10;
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    if ((rows[row] >> COLUMNS - 1 - column & 1) == 1) {
                        picture.fill((1 + digit * CELL_WIDTH + column) * square, (1 + row) * square, square, square, WHITE, GREY, GREY);
                    }
                }
            }
        }
    }

    /** @return the number in a picture of the same size as it was drawn in, or -1 when there is none. */
    public static int read(final Picture picture) {
        final int square = square(picture.width(), picture.height());
        int number = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            final int value = readDigit(picture, square, digit);
            if (value < 0) {
                return -1;
            }
            number = 10 * number + value;
        }
        return number;
    }

    private static int readDigit(final Picture picture, final int square, final int digit) {
        long bits = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                final int brightness = brightness(picture, (1 + digit * CELL_WIDTH + column) * square, (1 + row) * square, square);
                bits = bits << 1 | (brightness > MIDDLE ? 1 : 0);
            }
        }
        for (int value = 0; value < FONT.length; value++) {
            long expected = 0;
            for (int row = 0; row < ROWS; row++) {
                expected = expected << COLUMNS | FONT[value][row];
            }
            if (bits == expected) {
                return value;
            }
        }
        return -1;
    }

    private static int brightness(final Picture picture, final int x, final int y, final int square) {
        int sum = 0;
        for (int row = y; row < y + square; row++) {
            for (int column = x; column < x + square; column++) {
                sum += picture.luma()[row * picture.width() + column] & 0xff;
            }
        }
        return sum / (square * square);
    }
}
