package busyhour.engine.media;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.UnsafeApi;

/**
 * Where in memory a stream lies: some eighty cache lines, in as many objects as it has things to measure. Between two packets
 * of a stream those of a thousand others pass, so that each line has left the inner caches; met one after the other, in the
 * order in which a packet needs them, each is waited for. {@link #touch} reads all of them at once before the packet is looked
 * at, and the processor fetches many at a time.
 *
 * <p>Made at set-up, by reflection. Harmless when it names too much or too little. One thread; touching allocates nothing.
 */
final class CacheLines {

    private static final int LINE_BYTES = 64;
    private static final String[] HOT_PACKAGES = {"busyhour.engine.media.", "busyhour.rtp."};
    private static final String[] COLD = {"busyhour.rtp.rtcp.", "busyhour.rtp.srtp.", "busyhour.rtp.video.", "Srtp", "Decod", "Opus", "Amr"};

    private final Object[] objects;
    private final long[] offsets;

    private CacheLines(final List<Object> objects, final List<Long> offsets) {
        this.objects = objects.toArray();
        this.offsets = offsets.stream().mapToLong(Long::longValue).toArray();
    }

    /** All that hangs on this object and is a stream's own. */
    static CacheLines of(final Object root) {
        final List<Object> objects = new ArrayList<>();
        final List<Long> offsets = new ArrayList<>();
        final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        final List<Object> open = new ArrayList<>(List.of(root));
        seen.add(root);
        while (!open.isEmpty()) {
            final Object object = open.removeFirst();
            final TreeSet<Long> lines = new TreeSet<>();
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (final Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        lines.add(UnsafeApi.objectFieldOffset(field) / LINE_BYTES * LINE_BYTES);
                        final Object value = field.getType().isPrimitive() ? null : value(field, object);
                        if (value != null && isHot(value.getClass()) && seen.add(value)) {
                            open.add(value);
                        }
                    }
                }
            }
            for (final long line : lines) {
                objects.add(object);
                offsets.add(Math.max(line, Integer.BYTES));
            }
        }
        return new CacheLines(objects, offsets);
    }

    private static Object value(final Field field, final Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    private static boolean isHot(final Class<?> type) {
        boolean hot = false;
        for (final String each : HOT_PACKAGES) {
            hot |= type.getName().startsWith(each);
        }
        for (final String each : COLD) {
            hot &= !type.getName().contains(each);
        }
        return hot && !type.isHidden() && !type.isEnum() && !type.isArray();
    }

    int size() {
        return objects.length;
    }

    /** Reads something of each line. @return nothing of meaning; to be kept somewhere, so that it is not left out. */
    int touch() {
        int sum = 0;
        final Object[] each = objects;
        final long[] at = offsets;
        for (int i = 0; i < each.length && i < at.length; i++) {
            sum += UnsafeApi.getByte(each[i], at[i]);
        }
        return sum;
    }
}
