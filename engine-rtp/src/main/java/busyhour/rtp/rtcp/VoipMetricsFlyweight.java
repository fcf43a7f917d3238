package busyhour.rtp.rtcp;

import busyhour.rtp.VoipReportSource;
import busyhour.rtp.quality.BurstGapAnalysis;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View of a VoIP metrics block (RFC 3611 4.7).
 * <pre>
 * |     BT=7      |   reserved    |       block length = 8        |
 * |                        SSRC of source                         |
 * |   loss rate   | discard rate  | burst density |  gap density  |   in 1/256
 * |       burst duration          |         gap duration          |   ms
 * |     round trip delay          |       end system delay        |   ms
 * | signal level  |  noise level  |     RERL      |     Gmin      |   dBm0, dB; 127 = unavailable
 * |   R factor    | ext. R factor |    MOS-LQ     |    MOS-CQ     |   MOS times 10; 127 = unavailable
 * |   RX config   |   reserved    |          JB nominal           |   ms
 * |          JB maximum           |          JB abs max           |   ms
 * </pre>
 */
public final class VoipMetricsFlyweight {

    public static final int LENGTH = 36;
    /** The value is not known. */
    public static final int UNAVAILABLE = 127;

    private static final int SSRC_OFFSET = 4;
    private static final int RATES_OFFSET = 8;
    private static final int BURST_DURATION_OFFSET = 12;
    private static final int ROUND_TRIP_OFFSET = 16;
    private static final int SIGNAL_LEVEL_OFFSET = 20;
    private static final int R_FACTOR_OFFSET = 24;
    private static final int MOS_LQ_OFFSET = 26;
    private static final int MOS_CQ_OFFSET = 27;
    private static final int RX_CONFIG_OFFSET = 28;
    private static final int NOMINAL_OFFSET = 30;
    /** Enhanced concealment, as G.711 Appendix I has it. */
    private static final int PLC_ENHANCED = 0x80;
    private static final int BUFFER_ADAPTIVE = 0x30;
    private static final int BUFFER_FIXED = 0x20;
    /** dBm0 of a level in dBov: a sine of full scale is +3.17 dBm0 (G.711, mu-law) and -3.01 dBov. */
    private static final double DBM0_PER_DBOV = 6.18;
    private static final int MAX_16_BITS = 0xFFFF;

    private DirectBuffer buffer;
    private int offset;

    /** @param blockOffset of the block's header; {@link #LENGTH} octets are there. */
    public VoipMetricsFlyweight wrap(final DirectBuffer packet, final int blockOffset) {
        buffer = packet;
        offset = blockOffset;
        return this;
    }

    public int ssrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** 0 to 100; NaN when unavailable or out of range. */
    public double rFactor() {
        final int r = buffer.getByte(offset + R_FACTOR_OFFSET) & 0xFF;
        return r <= 100 ? r : Double.NaN;
    }

    /** 1 to 5; NaN when unavailable or out of range. */
    public double mosLq() {
        return mos(buffer.getByte(offset + MOS_LQ_OFFSET) & 0xFF);
    }

    /** 1 to 5; NaN when unavailable or out of range. */
    public double mosCq() {
        return mos(buffer.getByte(offset + MOS_CQ_OFFSET) & 0xFF);
    }

    /** Lost of expected, 0 to 1. */
    public double lossRatio() {
        return (buffer.getByte(offset + RATES_OFFSET) & 0xFF) / 256.0;
    }

    private static double mos(final int tenths) {
        return tenths >= 10 && tenths <= 50 ? tenths / 10.0 : Double.NaN;
    }

    /** Writes a block about a source. @param roundTripMs NaN = not known, sent as 0. @return octets written. */
    static int write(
            final MutableDirectBuffer target, final int at, final int ssrc, final VoipReportSource source, final double roundTripMs) {
        ExtendedReportFlyweight.writeBlockHeader(target, at, ExtendedReportFlyweight.VOIP_METRICS, LENGTH);
        target.putInt(at + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
        target.putByte(at + RATES_OFFSET, ratio(source.lossRatio()));
        target.putByte(at + RATES_OFFSET + 1, ratio(source.discardRatio()));
        target.putByte(at + RATES_OFFSET + 2, ratio(source.burstDensity()));
        target.putByte(at + RATES_OFFSET + 3, ratio(source.gapDensity()));
        ms(target, at + BURST_DURATION_OFFSET, source.burstDurationMs());
        ms(target, at + BURST_DURATION_OFFSET + 2, source.gapDurationMs());
        ms(target, at + ROUND_TRIP_OFFSET, roundTripMs);
        ms(target, at + ROUND_TRIP_OFFSET + 2, source.endSystemDelayMs());
        target.putByte(at + SIGNAL_LEVEL_OFFSET, level(source.signalLevelDbov()));
        target.putByte(at + SIGNAL_LEVEL_OFFSET + 1, level(source.noiseLevelDbov()));
        target.putByte(at + SIGNAL_LEVEL_OFFSET + 2, (byte) UNAVAILABLE);
        target.putByte(at + SIGNAL_LEVEL_OFFSET + 3, (byte) BurstGapAnalysis.GMIN);
        target.putByte(at + R_FACTOR_OFFSET, known(source.rFactor(), 1));
        target.putByte(at + R_FACTOR_OFFSET + 1, (byte) UNAVAILABLE);
        target.putByte(at + MOS_LQ_OFFSET, known(source.mosLq(), 10));
        target.putByte(at + MOS_CQ_OFFSET, known(source.mosCq(), 10));
        target.putByte(at + RX_CONFIG_OFFSET, (byte) (PLC_ENHANCED | (source.isAdaptive() ? BUFFER_ADAPTIVE : BUFFER_FIXED)));
        target.putByte(at + RX_CONFIG_OFFSET + 1, (byte) 0);
        ms(target, at + NOMINAL_OFFSET, source.bufferNominalMs());
        ms(target, at + NOMINAL_OFFSET + 2, source.bufferMaxMs());
        ms(target, at + NOMINAL_OFFSET + 4, source.bufferAbsoluteMaxMs());
        return LENGTH;
    }

    private static byte ratio(final double value) {
        return (byte) (value > 0 ? Math.min(255, (int) (value * 256)) : 0);
    }

    private static void ms(final MutableDirectBuffer target, final int at, final double value) {
        target.putShort(at, (short) (value > 0 ? (int) Math.min(MAX_16_BITS, Math.round(value)) : 0), ByteOrder.BIG_ENDIAN);
    }

    private static byte level(final double dbov) {
        return (byte) (dbov == dbov ? Math.clamp(Math.round(dbov + DBM0_PER_DBOV), -128, 126) : UNAVAILABLE);
    }

    private static byte known(final double value, final int scale) {
        return (byte) (value == value ? Math.round(value * scale) : UNAVAILABLE);
    }
}
