package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTimesTest {

    private static final long MS = 1_000_000L;

    private final CallTimes times = new CallTimes();

    @Test
    void shouldMeasureNothingBeforeAnythingHappened() {
        times.clear(0); // also an instant: no value of a monotonic clock is "unset"

        assertThat(times.isAnswered()).isFalse();
        assertThat(times.timeToTryingMs()).isNaN();
        assertThat(times.callSetupTimeMs()).isNaN();
        assertThat(times.callDurationMs()).isNaN();
        assertThat(times.disconnectDelayMs()).isNaN();
        assertThat(times.cancelDelayMs()).isNaN();
        assertThat(times.timeToFirstMediaMs()).isNaN();
    }

    @Test
    void shouldCountACallersLatenciesFromTheIntendedTime() {
        times.clear(-5 * MS);
        times.inviteNs = 0;
        times.tryingNs = 1 * MS;
        times.ringingNs = 2 * MS;
        times.progressNs = 2 * MS;
        times.answeredNs = 10 * MS;
        times.hangUpNs = 110 * MS;
        times.endedNs = 113 * MS;

        assertThat(times.timeToTryingMs()).isEqualTo(6);
        assertThat(times.timeToRingingMs()).isEqualTo(7);
        assertThat(times.postDialDelayMs()).isEqualTo(7);
        assertThat(times.callSetupTimeMs()).isEqualTo(15);
        assertThat(times.ringTimeMs()).isEqualTo(8);
        assertThat(times.callDurationMs()).isEqualTo(100);
        assertThat(times.disconnectDelayMs()).isEqualTo(3);
        assertThat(times.cancelDelayMs()).isNaN();
    }

    @Test
    void shouldSayZeroForMediaThatCameBeforeTheAnswer() {
        times.clear(0);
        times.firstMediaNs = 5 * MS;
        assertThat(times.timeToFirstMediaMs()).as("never answered").isNaN();
        times.answeredNs = 8 * MS;
        assertThat(times.timeToFirstMediaMs()).isZero();
        times.firstMediaNs = 30 * MS;
        assertThat(times.timeToFirstMediaMs()).isEqualTo(22);
    }

    @Test
    void shouldTellACancelFromAHangUp() {
        times.clear(0);
        times.cancelled = true;
        times.hangUpNs = 10 * MS;
        times.endedNs = 12 * MS;

        assertThat(times.cancelDelayMs()).isEqualTo(2);
        assertThat(times.disconnectDelayMs()).isNaN();
        times.clear(20 * MS);
        assertThat(times.cancelled).isFalse();
        assertThat(times.hangUpNs).isEqualTo(CallTimes.NEVER);
    }
}
