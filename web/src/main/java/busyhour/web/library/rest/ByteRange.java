package busyhour.web.library.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file as a {@code Range} header asks for it (RFC 9110 14.1.2), both ends included. */
record ByteRange(int first, int last) {

    private static final Pattern BYTES = Pattern.compile("bytes=(\\d{0,10})-(\\d{0,10})");

    int length() {
        return last - first + 1;
    }

    /** Null when the whole is to be sent: no range, several, or one that makes no sense. */
    static ByteRange of(String header, int bytes) {
        Matcher asked = BYTES.matcher(header == null ? "" : header.strip());
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty() || bytes == 0) {
            return null;
        }
        long first = asked.group(1).isEmpty() ? Math.max(0, bytes - Long.parseLong(asked.group(2))) : Long.parseLong(asked.group(1));
        long last = asked.group(1).isEmpty() || asked.group(2).isEmpty() ? bytes - 1 : Math.min(bytes - 1, Long.parseLong(asked.group(2)));
        return first > last ? null : new ByteRange((int) first, (int) last);
    }
}
