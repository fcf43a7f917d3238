package busyhour.ipc.message;

/**
 * What an endpoint received in a call, compared with what its peer's group sends. Immutable, any thread.
 *
 * @param timeNs             since the run began.
 * @param call               the endpoint's call number from 0.
 * @param score              0 to 100, NaN when too little came to judge.
 * @param presence           percent of the speech sent that was there.
 * @param levelDb            received against sent, NaN when nothing was recognised.
 * @param dropouts           pieces of speech that were missing.
 * @param dropoutMs          all of them together.
 * @param firstWordClippedMs missing from the beginning of the first word.
 */
public record MediaCheck(
        long timeNs, int endpoint, int call, double score, double presence, double levelDb, int dropouts, int dropoutMs, int firstWordClippedMs) {
}
