package busyhour.web.store;

import java.util.OptionalLong;

/** A 64-bit id as people see it: 13 characters of Crockford base32, lower case. */
public final class PublicId {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 13;
    private static final int BITS = 5;
    private static final int FIRST_DIGIT_LIMIT = 16; // 13 x 5 = 65 bits

    private PublicId() {
    }

    public static String text(long id) {
        char[] text = new char[LENGTH];
        long rest = id;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (rest & 31));
            rest >>>= BITS;
        }
        return new String(text);
    }

    /** Empty when it is none: then nothing has this id. */
    public static OptionalLong parse(String text) {
        if (text.length() != LENGTH) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(Character.toLowerCase(text.charAt(i)));
            if (digit < 0 || i == 0 && digit >= FIRST_DIGIT_LIMIT) {
                return OptionalLong.empty();
            }
            id = id << BITS | digit;
        }
        return OptionalLong.of(id);
    }
}
