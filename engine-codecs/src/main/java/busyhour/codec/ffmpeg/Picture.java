package busyhour.codec.ffmpeg;

/**
 * One picture as planes of brightness (Y) and colour (U, V at half the width and height: YUV 4:2:0), eight bits, limited range
 * (BT.601), rows without gaps between them. Mutable, one thread.
 */
public final class Picture {

    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] chromaU;
    private final byte[] chromaV;

    /** @param width, height even. */
    public Picture(final int width, final int height) {
        this.width = width;
        this.height = height;
        this.luma = new byte[width * height];
        this.chromaU = new byte[width / 2 * (height / 2)];
        this.chromaV = new byte[width / 2 * (height / 2)];
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** width x height octets, 16 = black, 235 = white. */
    public byte[] luma() {
        return luma;
    }

    /** A quarter as many, 128 = no colour. */
    public byte[] chromaU() {
        return chromaU;
    }

    public byte[] chromaV() {
        return chromaV;
    }

    /** The plane by number: Y, U, V. */
    byte[] plane(final int number) {
        return switch (number) {
            case 0 -> luma;
            case 1 -> chromaU;
            default -> chromaV;
        };
    }

    int planeWidth(final int number) {
        return number == 0 ? width : width / 2;
    }

    int planeHeight(final int number) {
        return number == 0 ? height : height / 2;
    }

    public void copyFrom(final Picture other) {
        for (int number = 0; number < 3; number++) {
            System.arraycopy(other.plane(number), 0, plane(number), 0, plane(number).length);
        }
    }

    /** Fills an area with one colour. Odd edges are rounded down in the colour planes. Clips at the picture's edges. */
    public void fill(final int x, final int y, final int areaWidth, final int areaHeight, final int brightness, final int u, final int v) {
        fill(luma, width, height, x, y, x + areaWidth, y + areaHeight, (byte) brightness);
        fill(chromaU, width / 2, height / 2, x / 2, y / 2, (x + areaWidth) / 2, (y + areaHeight) / 2, (byte) u);
        fill(chromaV, width / 2, height / 2, x / 2, y / 2, (x + areaWidth) / 2, (y + areaHeight) / 2, (byte) v);
    }

    private static void fill(final byte[] plane, final int stride, final int rows, final int left, final int top, final int right,
            final int bottom, final byte value) {
        final int from = Math.clamp(left, 0, stride);
        final int to = Math.clamp(right, from, stride);
        for (int row = Math.max(0, top); row < Math.min(rows, bottom); row++) {
            java.util.Arrays.fill(plane, row * stride + from, row * stride + to, value);
        }
    }
}
