package busyhour.rtp.send;

/**
 * Says when each stream's next packet is due.
 * <p>
 * Every stream has an absolute schedule, t0 + n x packet time, that lateness never moves. A new stream gets the
 * emptiest phase of its packet time ({@link PhaseSpread}) and waits in the bucket of its next tick
 * ({@link TickWheel}); a packet costs one step out of a bucket and one into another, whatever the number of
 * streams. Schedules lie on the grid of {@link #TICK_NS}, so with packet times in whole milliseconds a bucket's
 * start is the intended time of all that it holds.
 * <p>
 * Behind schedule (a stall, or refused sends) a stream sends at most {@code maxCatchUp} packets in one poll;
 * older ones are skipped, told to the target and counted.
 * <p>
 * Send jitter J delays each packet by an even random 0..J against its schedule, the same for the same seed.
 * Packets keep their order: with J up to the packet time by arithmetic, with a larger J by waiting for the one
 * before (a queue, not a reordering network), so that several may leave one tick apart.
 * <p>
 * One shard's thread; times are monotonic nanoseconds; no allocation after construction. Misuse (an id out of
 * range or already added, a packet time below one tick) is a bug and throws.
 */
public final class PacketPacer {

    /** Resolution of schedules: every packet time in whole milliseconds is a multiple. */
    public static final long TICK_NS = 20_000;
    /** In the place of a neighbour. */
    public static final int NO_NEIGHBOUR = -1;
    /** Packets that a stream may send in one poll after it fell behind, when not configured. */
    public static final int DEFAULT_MAX_CATCH_UP = 3;

    private static final byte ABSENT = 0;
    private static final byte WAITING = 1;
    private static final byte IN_HAND = 2; // out of the wheel while its target is called
    private static final byte IDLE = 3;    // keeps its own time and has nothing due
    private static final long SELF_TIMED = 0; // in the place of a packet time

    private final long epochNs;
    private final int maxCatchUp;
    private final TickWheel wheel;
    private final PhaseSpread spread = new PhaseSpread(TICK_NS);

    private final PacedStreams paced;
    private final PacingJitter jitter;

    private long cursor; // no stream waits in an earlier tick
    private long nextTick = TickWheel.NONE;
    private int streams;
    private long sentPackets;
    private long skippedPackets;
    private long refusedSends;

    /**
     * @param capacity stream ids are 0 to capacity - 1.
     * @param startNs  origin of the schedules, the shard's start.
     */
    public PacketPacer(final int capacity, final long startNs) {
        this(capacity, startNs, DEFAULT_MAX_CATCH_UP);
    }

    /**
     * @param capacity   stream ids are 0 to capacity - 1.
     * @param startNs    origin of the schedules, the shard's start.
     * @param maxCatchUp packets that a stream behind schedule may send in one poll, at least 1.
     */
    public PacketPacer(final int capacity, final long startNs, final int maxCatchUp) {
        if (maxCatchUp < 1) {
            throw new IllegalArgumentException("maxCatchUp " + maxCatchUp + ", at least 1");
        }
        this.epochNs = startNs;
        this.maxCatchUp = maxCatchUp;
        paced = new PacedStreams(capacity);
        wheel = new TickWheel(paced);
        jitter = new PacingJitter(capacity, TICK_NS);
    }

    /**
     * Starts a stream: its first packet is due within one packet time from now.
     *
     * @param streamId     0 to capacity - 1, not in use.
     * @param nowNs        monotonic.
     * @param streamPtimeNs packet time, at least {@link #TICK_NS}.
     * @param sendJitterNs largest random delay, 0 = none; rounded down to whole ticks.
     * @param seed         of the random delays.
     * @return intended time of the first packet.
     */
    public long add(
            final int streamId, final long nowNs, final long streamPtimeNs, final long sendJitterNs, final long seed) {
        return addBeside(NO_NEIGHBOUR, streamId, nowNs, streamPtimeNs, sendJitterNs, seed);
    }

    /**
     * As {@link #add}, with a phase near that of another stream if one of the emptiest lies there: of two streams that send to
     * each other, each finds in the caches what the other's packet has brought there.
     *
     * @param neighbour of the same packet time, else of no consequence; {@link #NO_NEIGHBOUR}.
     */
    public long addBeside(
            final int neighbour, final int streamId, final long nowNs, final long streamPtimeNs, final long sendJitterNs, final long seed) {
        if (paced.state(streamId) != ABSENT) {
            throw new IllegalStateException("stream " + streamId + " is already paced");
        }
        if (streamPtimeNs < TICK_NS || sendJitterNs < 0) {
            throw new IllegalArgumentException(
                    "packet time " + streamPtimeNs + " ns, at least " + TICK_NS + "; jitter " + sendJitterNs);
        }
        final long offsetNs = choosePhase(neighbour, streamId, streamPtimeNs);
        final long baseNs = epochNs + offsetNs;
        final long firstNs = baseNs + Math.ceilDiv(nowNs - baseNs, streamPtimeNs) * streamPtimeNs;
        final boolean jittered = sendJitterNs >= TICK_NS;
        final long dueNs = jittered ? jitter.begin(streamId, firstNs, sendJitterNs, seed) : firstNs;
        paced.packetNs(streamId, streamPtimeNs);
        paced.dueNs(streamId, dueNs);
        paced.jittered(streamId, jittered);
        streams++;
        await(streamId, tickFrom(dueNs));
        return dueNs;
    }

    /**
     * Starts a stream that says itself when its packets are due, after the first ({@link PacingTarget#nextDueNs}). Nothing is
     * skipped for it: how far it catches up is its own matter.
     *
     * @param streamId 0 to capacity - 1, not in use.
     * @param nowNs    monotonic.
     * @param periodNs over which its beginning is spread among the streams, as video's frame time.
     * @return intended time of the first packet, within one period from now.
     */
    public long addSelfTimed(final int streamId, final long nowNs, final long periodNs) {
        final long firstNs = add(streamId, nowNs, periodNs, 0, 0);
        paced.packetNs(streamId, SELF_TIMED);
        return firstNs;
    }

    /** A self-timed stream's next packet is due at another time than it said; without effect on others and within its own call. */
    public void reschedule(final int streamId, final long nextDueNs) {
        if (paced.packetNs(streamId) != SELF_TIMED || nextDueNs == paced.dueNs(streamId)) {
            return;
        }
        if (paced.state(streamId) == WAITING) {
            wheel.remove(streamId);
            awaitDue(streamId, nextDueNs);
        } else if (paced.state(streamId) == IDLE) {
            awaitDue(streamId, nextDueNs);
        }
    }

    /** Ends a stream's schedule. Without effect when it has none. */
    public void remove(final int streamId) {
        if (paced.state(streamId) == ABSENT) {
            return;
        }
        if (paced.state(streamId) == WAITING) {
            wheel.remove(streamId);
        }
        if (paced.phaseClass(streamId) != PhaseSpread.UNCOUNTED) {
            spread.release(paced.phaseClass(streamId), paced.phase(streamId));
        }
        paced.state(streamId, ABSENT);
        streams--;
    }

    /**
     * Offers what is due, oldest tick first.
     *
     * @param nowNs  monotonic.
     * @param limit  packets offered at most; the rest waits for the next poll.
     * @param target sends them.
     * @return packets that the target sent.
     */
    public int poll(final long nowNs, final int limit, final PacingTarget target) {
        final long nowTick = Math.floorDiv(nowNs - epochNs, TICK_NS);
        if (nowTick < nextTick) {
            cursor = Math.max(cursor, nowTick); // keeps the wheel's span ahead of us through idle times
            return 0;
        }
        fetchDue(nowTick, limit, target);
        int sent = 0;
        int offered = 0;
        long tick;
        while ((tick = wheel.nextTick(cursor)) <= nowTick && offered < limit) {
            cursor = tick + 1; // what the target adds meanwhile waits behind the bucket in work
            int id;
            while ((id = wheel.head(tick)) != TickWheel.NIL) {
                if (offered == limit) {
                    cursor = tick;
                    break;
                }
                wheel.remove(id);
                if (paced.dueNs(id) > epochNs + tick * TICK_NS) {
                    await(id, tickFrom(paced.dueNs(id))); // was beyond the wheel's span
                    continue;
                }
                offered++;
                if (offer(id, nowNs, nowTick, target)) {
                    sent++;
                }
            }
        }
        nextTick = wheel.nextTick(cursor);
        sentPackets += sent;
        return sent;
    }

    private void fetchDue(final long nowTick, final int limit, final PacingTarget target) {
        int fetched = 0;
        for (long tick = wheel.nextTick(cursor); tick <= nowTick && fetched < limit; tick = wheel.nextTick(tick + 1)) {
            final int head = wheel.head(tick);
            int id = head;
            do {
                target.fetch(id);
                fetched++;
                id = paced.next(id);
            } while (id != head && fetched < limit);
        }
    }

    /**
     * No packet is due before, {@link Long#MAX_VALUE} when no stream is paced. For idle strategies: rarely (after a
     * stall, or with packet times beyond the wheel) it names a time at which a poll finds nothing due yet.
     */
    public long nextDueNs() {
        return nextTick == TickWheel.NONE ? Long.MAX_VALUE : epochNs + nextTick * TICK_NS;
    }

    public boolean isPaced(final int streamId) {
        return paced.state(streamId) != ABSENT;
    }

    /** Streams on schedule now. */
    public int streams() {
        return streams;
    }

    public int capacity() {
        return paced.capacity();
    }

    /** Packets that targets took. */
    public long sentPackets() {
        return sentPackets;
    }

    /** Packets never sent because their stream was too far behind. */
    public long skippedPackets() {
        return skippedPackets;
    }

    /** Offers that targets refused. */
    public long refusedSends() {
        return refusedSends;
    }

    private boolean offer(final int id, final long nowNs, final long nowTick, final PacingTarget target) {
        paced.state(id, IN_HAND);
        final long packetNs = paced.packetNs(id);
        final long lateNs = nowNs - paced.dueNs(id);
        if (packetNs != SELF_TIMED && lateNs >= maxCatchUp * packetNs) {
            skip(id, lateNs, nowNs, target);
        }
        final long intendedNs = paced.dueNs(id);
        final boolean sent = paced.state(id) == IN_HAND && target.onDue(id, intendedNs, nowNs);
        if (paced.state(id) == IN_HAND) {
            if (sent) {
                awaitDue(id, followingNs(id, intendedNs, packetNs, target));
            } else {
                refusedSends++;
                await(id, nowTick + 1);
            }
        }
        return sent;
    }

    /** When the packet after the one intended for {@code intendedNs} is due. */
    private long followingNs(final int id, final long intendedNs, final long packetNs, final PacingTarget target) {
        if (packetNs == SELF_TIMED) {
            return target.nextDueNs(id);
        }
        return paced.isJittered(id) ? jitter.followingNs(id, intendedNs, packetNs) : intendedNs + packetNs;
    }

    private void skip(final int id, final long lateNs, final long nowNs, final PacingTarget target) {
        final long packetNs = paced.packetNs(id);
        final long packets = lateNs / packetNs + 1 - maxCatchUp;
        paced.dueNs(id, paced.dueNs(id) + packets * packetNs);
        if (paced.isJittered(id)) {
            jitter.skip(id, packets * packetNs);
        }
        skippedPackets += packets;
        target.onSkipped(id, (int) packets, nowNs);
    }

    private void awaitDue(final int id, final long nextDueNs) {
        paced.dueNs(id, nextDueNs);
        if (nextDueNs == Long.MAX_VALUE) {
            paced.state(id, IDLE);
        } else {
            await(id, tickFrom(nextDueNs));
        }
    }

    private void await(final int id, final long tick) {
        final long within = Math.min(Math.max(tick, cursor), cursor + TickWheel.SPAN);
        paced.state(id, WAITING);
        wheel.append(id, within);
        if (within < nextTick) {
            nextTick = within;
        }
    }

    private long tickFrom(final long timeNs) {
        return Math.floorDiv(timeNs - epochNs + TICK_NS - 1, TICK_NS);
    }

    private long choosePhase(final int neighbour, final int streamId, final long streamPtimeNs) {
        final int c = spread.classOf(streamPtimeNs);
        paced.phaseClass(streamId, c);
        if (c == PhaseSpread.UNCOUNTED) {
            return spread.uncountedOffsetNs(streamPtimeNs);
        }
        final boolean beside = neighbour != NO_NEIGHBOUR && paced.state(neighbour) != ABSENT && paced.phaseClass(neighbour) == c;
        final int taken = beside ? spread.takeNear(c, paced.phase(neighbour)) : spread.take(c);
        paced.phase(streamId, taken);
        return spread.offsetNs(c, taken);
    }
}
