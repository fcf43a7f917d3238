package busyhour.sip.timer;

/** Told that an owner's deadline has come. */
@FunctionalInterface
public interface TimerHandler {

    /**
     * The owner's entry has left the wheel; it may be scheduled anew from here, and any other owner too.
     *
     * @param owner number given to {@link TimerWheel#schedule}.
     * @param nowNs monotonic time of the poll.
     */
    void onTimer(int owner, long nowNs);
}
