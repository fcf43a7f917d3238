package busyhour.web.capacity;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to read more of a body than a history may have. One thread. */
final class LimitedInput extends FilterInputStream {

    static final long MAX_BYTES = 64L << 20;

    private long left = MAX_BYTES;

    LimitedInput(InputStream in) {
        super(in);
    }

    /** The body is longer. */
    static final class TooLong extends IOException {

        private static final long serialVersionUID = 1;

        TooLong() {
            super("a history may have " + MAX_BYTES + " bytes");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        take(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        take(Math.max(0, read));
        return read;
    }

    private void take(int bytes) throws TooLong {
        left -= bytes;
        if (left < 0) {
            throw new TooLong();
        }
    }
}
