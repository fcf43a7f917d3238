package busyhour.ipc.link;

/** A journal that a {@link WorkerLink} tells how far the platform is. Called by the thread that polls the link. */
public interface RecordSource {
    /** The run whose records it has. */
    long runId();

    /** The platform wants this sequence and what follows. */
    void onResumed(long next);

    /**
     * The platform has stored everything up to this sequence.
     *
     * @param released whether it will not ask for that again.
     */
    void onAcknowledged(long sequence, boolean released);
}
