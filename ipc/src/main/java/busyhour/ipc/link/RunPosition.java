package busyhour.ipc.link;

/**
 * How far a platform is with a run of a worker. Immutable.
 *
 * @param received records up to this sequence need not come, or not again.
 * @param stored   records up to this sequence are stored for good; above {@code received} when they are wanted to be counted once more.
 * @param kept     whether the worker is to keep what is stored until {@link PlatformLink#release}: another platform may want to count
 *                 it again.
 */
public record RunPosition(long received, long stored, boolean kept) {
}
