package busyhour.engine.run;

/** Somebody ended a preparation that was under way: no fault of the plan or the host. */
final class PreparationEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PreparationEndedException() {
        super("stopped before the first call", null, false, false);
    }
}
