package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongRequestsTest {

    private static final VideoSpec VP8 = VideoSpec.of("VP8", 320, 180, 15, 200_000);

    private static int inviteLength(final MediaSpec media) throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, "127.0.0.1:5070", 200).withMedia(media),
                Assignments.callers(1, 1, 200).withMedia(media))).play();
        return run.record.messages.stream().filter(message -> message.startsWith("INVITE")).mapToInt(String::length).max().orElseThrow();
    }

    private static boolean wantsStreams(final MediaSpec media) {
        return LongRequests.wantStreams(Assignments.assignment(List.of(), Assignments.callers(0, 1, 200).withMedia(media)));
    }

    @Test
    void shouldWantStreamsWhereAnInviteIsTooLongForUdp() throws RunFaultException {
        final MediaSpec oneSuite = MediaSpec.PLAIN.withSecurity(
                new SecuritySpec(Policy.REQUIRED, List.of(Keying.SDES), List.of("AES_CM_128_HMAC_SHA1_80")));
        final List<MediaSpec> all = List.of(MediaSpec.PLAIN, oneSuite, MediaSpec.PLAIN.withSecurity(SecuritySpec.of(Policy.PREFERRED, Keying.SDES)),
                MediaSpec.PLAIN.withVideo(VP8), oneSuite.withVideo(VP8));
        for (final MediaSpec media : all) {
            final int length = inviteLength(media);
            assertThat(wantsStreams(media)).as("%s: INVITE of %d", media, length).isEqualTo(length > 1_300 - 150);
        }
    }
}
