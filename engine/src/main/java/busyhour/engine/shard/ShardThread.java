package busyhour.engine.shard;

import java.nio.file.Path;

/**
 * The thread of a shard that has started.
 *
 * @param core  that it is pinned to, -1 = not pinned.
 * @param times where the kernel counts for it ({@link busyhour.engine.io.ThreadTimes}), null where it does not.
 */
public record ShardThread(int core, Path times) {
}
