package busyhour.ipc.message;

/**
 * What the media of one endpoint's call is or came to. A later one of the same call takes an earlier one's place. What was not
 * measured is NaN.
 *
 * @param timeNs           since the run began at the worker.
 * @param endpoint         number in the run.
 * @param call             the endpoint's call number from 0.
 * @param ended            whether the call is over and the numbers are of all of it.
 * @param talkRatio        the peer's share of all speech since the answer, 0 to 1.
 * @param timeToGreetingMs 200 to the peer's first speech.
 * @param audioSecurity    how audio is protected: {@code none}, {@code sdes SUITE}, {@code dtls SUITE}; empty when not said.
 * @param videoSecurity    the same of video; empty without video.
 */
public record CallMedia(
        long timeNs, int endpoint, int call, boolean ended, double talkRatio, double timeToGreetingMs, String audioSecurity,
        String videoSecurity) {
}
