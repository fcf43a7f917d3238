package busyhour.sip.sdp;

import java.util.Arrays;

/**
 * Which payload type means which codec in the packets that one endpoint receives. A number keeps its meaning for as long
 * as the session lasts (RFC 3264 8.3.2): what an offer or answer named once, the next one names alike.
 */
final class PayloadTypes {

    private static final byte NONE = -1;
    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;

    /** By {@link CodecCapability#slot()}. */
    private final byte[] numbers = new byte[CodecTable.slots()];

    PayloadTypes() {
        clear();
    }

    void clear() {
        Arrays.fill(numbers, NONE);
    }

    /** The peer's offer names the codec so, and our answer takes that over. */
    void assign(final CodecCapability codec, final int number) {
        for (int slot = 0; slot < numbers.length; slot++) {
            if (numbers[slot] == number) {
                numbers[slot] = NONE;
            }
        }
        numbers[codec.slot()] = (byte) number;
    }

    /** @return the codec's number; one without gets its usual number, or when that is taken a free dynamic one. */
    int of(final CodecCapability codec) {
        final int known = numbers[codec.slot()];
        if (known >= 0) {
            return known;
        }
        int number = codec.payloadType();
        for (int candidate = FIRST_DYNAMIC; isTaken(number) && candidate <= LAST_DYNAMIC; candidate++) {
            number = candidate;
        }
        numbers[codec.slot()] = (byte) number;
        return number;
    }

    private boolean isTaken(final int number) {
        for (final byte taken : numbers) {
            if (taken == number) {
                return true;
            }
        }
        return false;
    }
}
