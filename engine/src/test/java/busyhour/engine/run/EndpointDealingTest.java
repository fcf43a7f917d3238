package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointDealingTest {

    private static final VideoSpec VIDEO = VideoSpec.of("H264", 640, 360, 30, 1_000_000);

    @Test
    void shouldDealEqualEndpointsInTurn() {
        final EndpointDealing dealing = EndpointDealing.of(Assignments.registered(5, 10_000).groups(), 2);
        assertThat(shards(dealing, 0, 5)).containsExactly(0, 1, 0, 1, 0);
        assertThat(shards(dealing, 1, 5)).as("goes on where the other group ended").containsExactly(1, 0, 1, 0, 1);
        assertThat(dealing.load(0)).isEqualTo(dealing.load(1));
    }

    @Test
    void shouldKeepAListeningGroupInOneShardAndFillTheOthers() {
        final GroupSpec callees = Assignments.receivers(0, 10, "127.0.0.1:5060", 10_000);
        final GroupSpec callers = Assignments.callers(10, 30, 10_000);
        final EndpointDealing dealing = EndpointDealing.of(List.of(callees, callers), 4);
        assertThat(dealing.endpoints(0, 0)).isEqualTo(10);
        assertThat(dealing.endpoints(1, 0)).isZero();
        assertThat(dealing.endpoints(1, 1)).isEqualTo(10);
        assertThat(dealing.endpoints(1, 2)).isEqualTo(10);
        assertThat(dealing.endpoints(1, 3)).isEqualTo(10);
    }

    @Test
    void shouldWeighKindsOfMedia() {
        final GroupSpec video = registered("video", 0, 10).withMedia(Assignments.PCMU.withVideo(VIDEO));
        final GroupSpec secure = registered("secure", 10, 30).withMedia(Assignments.PCMU.withSecurity(SecuritySpec.of(
                SecuritySpec.Policy.REQUIRED, SecuritySpec.Keying.SDES)));
        final GroupSpec plain = registered("plain", 40, 61);
        assertThat(EndpointLoad.of(secure)).isGreaterThan(EndpointLoad.of(plain) * 14 / 10).isLessThan(EndpointLoad.of(plain) * 16 / 10);
        assertThat(EndpointLoad.of(video)).isGreaterThan(3 * EndpointLoad.of(plain));

        final EndpointDealing dealing = EndpointDealing.of(List.of(plain, secure, video), 3);
        final long all = dealing.load(0) + dealing.load(1) + dealing.load(2);
        for (int shard = 0; shard < 3; shard++) {
            assertThat(dealing.load(shard)).isBetween(all / 3 - EndpointLoad.of(plain), all / 3 + EndpointLoad.of(plain));
        }
        int dealt = 0;
        for (int shard = 0; shard < 3; shard++) {
            dealt += dealing.endpoints(0, shard) + dealing.endpoints(1, shard) + dealing.endpoints(2, shard);
        }
        assertThat(dealt).isEqualTo(101);
    }

    @Test
    void shouldDealPortsByStreams() {
        final GroupSpec callees = Assignments.receivers(0, 10, "127.0.0.1:5060", 10_000).withMedia(Assignments.PCMU.withVideo(VIDEO));
        final GroupSpec callers = Assignments.callers(10, 10, 10_000);
        final EndpointDealing dealing = EndpointDealing.of(List.of(callees, callers), 2);
        final PortRange range = new PortRange(20_000, 20_059); // 30 pairs, all needed
        assertThat(dealing.ports(range, 0)).hasToString("20000-20039");
        assertThat(dealing.ports(range, 1)).hasToString("20040-20059");
    }

    private static GroupSpec registered(final String name, final int first, final int endpoints) {
        return Assignments.group(name, first, endpoints, 0, Assignments.accounts(name, endpoints),
                new Callee(Callee.Kind.RECEIVE, -1, null), null, 10_000,
                new Ramp(0, 0));
    }

    private static int[] shards(final EndpointDealing dealing, final int group, final int endpoints) {
        final int[] shards = new int[endpoints];
        for (int i = 0; i < endpoints; i++) {
            shards[i] = dealing.shard(group, i);
        }
        return shards;
    }
}
