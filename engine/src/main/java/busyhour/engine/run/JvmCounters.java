package busyhour.engine.run;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The counters that HotSpot keeps of itself in memory (what jstat reads): in nanoseconds where its beans know milliseconds. Needs
 * {@code -XX:+UsePerfData} and {@code java.base/jdk.internal.perf} exported; {@code -XX:+PerfDisableSharedMem} keeps them out of a
 * file, whose write-back could stop the JVM.
 *
 * <pre>
 *  prologue                                      entry
 *  0  magic 0xcafec0c0 (big-endian)              0  entry length
 *  4  byte order: 0 = big, 1 = little            4  offset of the name in the entry
 *  24 offset of the first entry                  8  vector length, 0 = a scalar
 *  28 number of entries                          12 type, 'J' = long     16 offset of the value in the entry
 * </pre>
 *
 * <p>Reading allocates nothing. Any thread.
 */
final class JvmCounters {

    private static final int MAGIC = 0xcafec0c0;
    private static final int BYTE_ORDER_OFFSET = 4;
    private static final int FIRST_ENTRY_OFFSET = 24;
    private static final int ENTRIES_OFFSET = 28;
    private static final int NAME_OFFSET = 4;
    private static final int VECTOR_LENGTH_OFFSET = 8;
    private static final int TYPE_OFFSET = 12;
    private static final int VALUE_OFFSET = 16;
    private static final int THIS_JVM = 0;

    private final ByteBuffer memory;
    /** Where the value of each scalar stands. */
    private final Map<String, Integer> offsets = new HashMap<>();

    private JvmCounters(final ByteBuffer memory) {
        this.memory = memory;
        int entry = memory.getInt(FIRST_ENTRY_OFFSET);
        for (int left = memory.getInt(ENTRIES_OFFSET); left > 0; left--) {
            if (memory.getInt(entry + VECTOR_LENGTH_OFFSET) == 0 && memory.get(entry + TYPE_OFFSET) == 'J') {
                offsets.put(text(entry + memory.getInt(entry + NAME_OFFSET)), entry + memory.getInt(entry + VALUE_OFFSET));
            }
            entry += memory.getInt(entry);
        }
    }

    /** Those of this JVM, null when it keeps none or does not let us see them. */
    static JvmCounters ofThisJvm() {
        try {
            final Class<?> perf = Class.forName("jdk.internal.perf.Perf");
            final ByteBuffer memory = (ByteBuffer) perf.getMethod("attach", int.class).invoke(perf.getMethod("getPerf").invoke(null), THIS_JVM);
            if (memory.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
                return null;
            }
            memory.order(memory.get(BYTE_ORDER_OFFSET) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return new JvmCounters(memory);
        } catch (final ReflectiveOperationException | RuntimeException e) {
            return unknown(e);
        }
    }

    /** Another JVM, or one that was started without them: a person loses digits, nothing else. */
    private static JvmCounters unknown(final Exception reason) {
        final Throwable cause = reason instanceof InvocationTargetException ? reason.getCause() : reason;
        LoggerFactory.getLogger(JvmCounters.class).debug("pauses are known to a millisecond only: {}", cause.toString());
        return null;
    }

    private String text(final int offset) {
        int end = offset;
        while (memory.get(end) != 0) {
            end++;
        }
        final byte[] text = new byte[end - offset];
        memory.get(offset, text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Handle of a counter, for {@link #value}; negative when this JVM has none of that name. */
    int counter(final String name) {
        return offsets.getOrDefault(name, -1);
    }

    long value(final int counter) {
        return memory.getLong(counter);
    }
}
