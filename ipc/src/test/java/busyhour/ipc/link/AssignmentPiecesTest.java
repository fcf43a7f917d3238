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
import java.io.IOException;
import java.util.Arrays;
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
            Map.of("a.wav", new byte[] {1, 2, 3}, "b.wav", new byte[0], "c.mp4", new byte[] {4}), false, List.of("10.0.0.0/8"));

    @Test
    void shouldReadBackWhatWasWritten() throws Exception {
        final Assignment read = AssignmentPieces.decode(AssignmentPieces.encode(assignment));
        assertThat(read).usingRecursiveComparison().isEqualTo(assignment);
    }

    @Test
    void shouldPutPiecesOfAnySizeTogether() {
        final byte[] whole = AssignmentPieces.encode(assignment);
        for (int size = 1; size <= whole.length; size++) {
            byte[] read = null;
            for (int position = 0; position < whole.length; position += size) {
                assertThat(read).isNull();
                read = add(5, whole, position, Math.min(size, whole.length - position), whole.length);
            }
            assertThat(read).isEqualTo(whole);
        }
    }

    @Test
    void shouldDropWhatDoesNotFitAndTakeTheNextOne() {
        final byte[] whole = AssignmentPieces.encode(assignment);
        assertThat(add(5, whole, 10, 10, whole.length)).as("no beginning").isNull();
        add(5, whole, 0, 10, whole.length);
        add(5, whole, 20, whole.length - 20, whole.length);
        assertThat(add(5, whole, 10, whole.length - 10, whole.length)).as("after a gap").isNull();
        add(5, whole, 0, 10, whole.length);
        assertThat(add(6, whole, 10, whole.length - 10, whole.length)).as("of another run").isNull();
        add(5, whole, 0, 10, whole.length);
        assertThat(add(5, whole, 10, whole.length - 10, whole.length - 1)).as("longer than told").isNull();
        assertThat(add(5, whole, 0, 10, LinkContext.ASSIGNMENT_LIMIT_BYTES + 1)).as("over the limit").isNull();
        assertThat(add(5, whole, 0, 0, -1)).as("negative").isNull();
        assertThat(add(5, whole, 0, whole.length, whole.length)).isEqualTo(whole);
    }

    @Test
    void shouldRefuseWhatEndsEarlyOrLate() {
        final byte[] whole = AssignmentPieces.encode(assignment);
        for (int length = 0; length < whole.length; length++) {
            final byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AssignmentPieces.decode(part)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> AssignmentPieces.decode(Arrays.copyOf(whole, whole.length + 1))).hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> AssignmentPieces.decode(new byte[] {-1, 0, 0, 0, 1})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AssignmentPieces.decode(new byte[] {0, 0, 0, 4, 'n', 'u', 'l', 'l'})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AssignmentPieces.decode(new byte[] {0, 0, 0, 2, '{', '}'})).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseAnAssignmentOverTheLimitByItsSize() {
        final Assignment large = new Assignment(5, "run", List.of(), List.of(),
                Map.of("a.wav", new byte[LinkContext.ASSIGNMENT_LIMIT_BYTES]), false, List.of());
        assertThatThrownBy(() -> AssignmentPieces.encode(large))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("83886080 is the limit");
    }

    private byte[] add(final long runId, final byte[] whole, final int position, final int length, final int total) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new StartRunEncoder().wrapAndApplyHeader(buffer, 3, new MessageHeaderEncoder())
                .instance(1).runId(runId).totalLength(total).position(position).putPiece(whole, position, length);
        return pieces.add(new StartRunDecoder().wrapAndApplyHeader(buffer, 3, new MessageHeaderDecoder()));
    }
}
