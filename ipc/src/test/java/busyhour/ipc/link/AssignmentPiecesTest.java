package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.StartRunDecoder;
import busyhour.ipc.sbe.StartRunEncoder;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class AssignmentPiecesTest {
    private final AssignmentPieces pieces = new AssignmentPieces();
    private final Assignment assignment = new Assignment(5, "run",
            List.of(new Assignment.RegistrarSpec("pbx", true, null, 0, "UDP")),
            List.of(new Assignment.GroupSpec("agents", 0, 1, 0, List.of(new Assignment.Account("1", "secret", null)),
                    new Assignment.Callee(Assignment.Callee.Kind.RECEIVE, -1, null), null, "127.0.0.1:5060",
                    MediaSpec.PLAIN.withVideo(VideoSpec.of("H264", 640, 360, 15, 500_000))
                            .withSecurity(SecuritySpec.of(SecuritySpec.Policy.PREFERRED, SecuritySpec.Keying.SDES)),
                    1000, new Assignment.Ramp(10, 1000), 1, 0, 0, SignallingSpec.PLAIN,
                    AnsweringSpec.AT_ONCE, List.of())),
            Map.of("a.wav", new byte[] {1, 2, 3}), false, List.of("10.0.0.0/8"));

    @Test
    void shouldReadBackWhatWasWritten() throws Exception {
        final Assignment read = AssignmentPieces.parse(AssignmentPieces.json(assignment));
        assertThat(read).usingRecursiveComparison().isEqualTo(assignment);
    }

    @Test
    void shouldPutPiecesOfAnySizeTogether() {
        final byte[] json = AssignmentPieces.json(assignment);
        for (int size = 1; size <= json.length; size++) {
            byte[] whole = null;
            for (int position = 0; position < json.length; position += size) {
                assertThat(whole).isNull();
                whole = add(5, json, position, Math.min(size, json.length - position), json.length);
            }
            assertThat(whole).isEqualTo(json);
        }
    }

    @Test
    void shouldDropWhatDoesNotFitAndTakeTheNextOne() {
        final byte[] json = AssignmentPieces.json(assignment);
        assertThat(add(5, json, 10, 10, json.length)).as("no beginning").isNull();
        add(5, json, 0, 10, json.length);
        add(5, json, 20, json.length - 20, json.length);
        assertThat(add(5, json, 10, json.length - 10, json.length)).as("after a gap").isNull();
        add(5, json, 0, 10, json.length);
        assertThat(add(6, json, 10, json.length - 10, json.length)).as("of another run").isNull();
        add(5, json, 0, 10, json.length);
        assertThat(add(5, json, 10, json.length - 10, json.length - 1)).as("longer than told").isNull();
        assertThat(add(5, json, 0, 10, LinkContext.ASSIGNMENT_LIMIT_BYTES + 1)).as("over the limit").isNull();
        assertThat(add(5, json, 0, 0, -1)).as("negative").isNull();
        assertThat(add(5, json, 0, json.length, json.length)).isEqualTo(json);
    }

    @Test
    void shouldRefuseAnAssignmentOverTheLimitByItsSize() {
        final Assignment large = new Assignment(5, "run", List.of(), List.of(),
                Map.of("a.wav", new byte[LinkContext.ASSIGNMENT_LIMIT_BYTES]), false, List.of());
        assertThatThrownBy(() -> AssignmentPieces.json(large))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16777216 is the limit");
    }

    private byte[] add(final long runId, final byte[] json, final int position, final int length, final int total) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new StartRunEncoder().wrapAndApplyHeader(buffer, 3, new MessageHeaderEncoder())
                .instance(1).runId(runId).totalLength(total).position(position).putPiece(json, position, length);
        return pieces.add(new StartRunDecoder().wrapAndApplyHeader(buffer, 3, new MessageHeaderDecoder()));
    }
}
