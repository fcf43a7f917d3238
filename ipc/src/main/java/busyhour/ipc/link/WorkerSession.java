package busyhour.ipc.link;

import busyhour.ipc.plan.Load;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One connection of one worker, from its Hello until it is lost. Polling thread only. */
final class WorkerSession {
    private static final int PIECE_LIMIT_BYTES = 60_000;

    /** A command that waits: an assignment's pieces, a begin, a stop, a change of load, or a calibration. */
    sealed interface Command permits Start, Begin, Release, Stop, SetLoad, Calibrate {
    }

    /** An assignment, sent up to {@code position}. */
    static final class Start implements Command {
        final long runId;
        final byte[] whole;
        int position;

        Start(final long runId, final byte[] whole) {
            this.runId = runId;
            this.whole = whole;
        }
    }

    record Begin(long runId, List<PartAddress> parts) implements Command {
    }

    record Release(long runId, int group) implements Command {
    }

    record Stop(long runId, boolean graceful) implements Command {
    }

    record SetLoad(long runId, int group, Load load) implements Command {
    }

    record Calibrate(long calibration) implements Command {
    }

    final String worker;
    final String host;
    final long instance;
    /** The connection's number where the link is sealed, else the publication's. */
    final long key;
    final int sessionId;
    final FrameOutlet outlet;
    final Deque<Command> commands = new ArrayDeque<>();
    final WorkerRuns runs;
    private long lastHeardNs;
    private boolean welcomeDue = true;

    WorkerSession(
            final String worker, final String host, final long instance, final long key, final int sessionId, final FrameOutlet outlet,
            final WorkerRuns runs, final long nowNs) {
        this.worker = worker;
        this.host = host;
        this.instance = instance;
        this.key = key;
        this.sessionId = sessionId;
        this.outlet = outlet;
        this.runs = runs;
        this.lastHeardNs = nowNs;
    }

    void heard(final long nowNs) {
        lastHeardNs = nowNs;
    }

    long silenceNs(final long nowNs) {
        return nowNs - lastHeardNs;
    }

    void helloAgain() {
        welcomeDue = true;
    }

    /** Sends what is due, in an order that lets an Ack pass an assignment. @return how many frames went out. */
    int send(final PlatformFrames frames, final long platform, final long nowNs, final long askIntervalNs) {
        int sent = 0;
        if (welcomeDue) {
            if (!frames.welcome(instance, platform).tryOffer(outlet)) {
                return sent;
            }
            welcomeDue = false;
            sent++;
        }
        for (final RunCursor cursor : runs.cursors()) {
            if (cursor.isResumeDue(nowNs)
                    && frames.resumed(instance, cursor.runId, cursor.next()).tryOffer(outlet)) {
                cursor.resumeSent(nowNs, askIntervalNs);
                sent++;
            }
            if (cursor.isAcknowledgementDue() && frames.ack(instance, cursor.runId, cursor.acknowledged(), cursor.isReleased()).tryOffer(outlet)) {
                cursor.acknowledgementSent();
                sent++;
            }
        }
        return sent + sendCommand(frames);
    }

    private int sendCommand(final PlatformFrames frames) {
        final Command command = commands.peek();
        return switch (command) {
            case null -> 0;
            case Start start -> sendPiece(start, frames);
            case Begin begin -> sent(frames.beginRun(instance, begin.runId, begin.parts).tryOffer(outlet));
            case Release release -> sent(frames.releaseGroup(instance, release.runId, release.group).tryOffer(outlet));
            case Stop stop -> sent(frames.stopRun(instance, stop.runId, stop.graceful).tryOffer(outlet));
            case SetLoad set -> sent(frames.setLoad(instance, set.runId, set.group, set.load).tryOffer(outlet));
            case Calibrate calibrate -> sent(frames.calibrate(instance, calibrate.calibration).tryOffer(outlet));
        };
    }

    private int sent(final boolean whole) {
        if (!whole) {
            return 0;
        }
        commands.remove();
        return 1;
    }

    private int sendPiece(final Start start, final PlatformFrames frames) {
        final int room = Math.min(PIECE_LIMIT_BYTES, outlet.maxFrameLength() - 256); // header, block and length before the piece
        final int length = Math.min(room, start.whole.length - start.position);
        if (!frames.startRun(instance, start.runId, start.whole, start.position, length).tryOffer(outlet)) {
            return 0;
        }
        start.position += length;
        if (start.position == start.whole.length) {
            commands.remove();
        }
        return 1;
    }
}
