package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * Watches frame_num of H.264 pictures (7.4.3): a gap means that a reference picture was lost, which a decoder hides. Reusable,
 * allocates nothing, takes any input. One thread.
 */
final class H264FrameNumbers {

    private final AnnexBReader nalUnits = new AnnexBReader();
    private final RbspReader reader = new RbspReader();
    private final H264Sps sps = new H264Sps();
    private int lastReference = -1;

    /** The stream begins anew: what comes next has no gap before it. */
    void reset() {
        lastReference = -1;
    }

    /** @return whether a reference picture is missing before this access unit (with start codes). */
    boolean hasGap(final DirectBuffer buffer, final int offset, final int length) {
        nalUnits.wrap(buffer, offset, length);
        while (nalUnits.next()) {
            final int header = buffer.getByte(nalUnits.nalOffset());
            final int type = H264Nal.type(header);
            if (type == H264Nal.SPS) {
                sps.parse(buffer, nalUnits.nalOffset(), nalUnits.nalLength());
            } else if (type == H264Nal.IDR) {
                lastReference = 0;
                return false;
            } else if (type == H264Nal.SLICE && sps.frameNumBits() > 0) {
                return slice(buffer, header);
            }
        }
        return false;
    }

    /** 7.3.3: first_mb_in_slice, slice_type, pic_parameter_set_id, frame_num (colour planes apart are not sent by anybody). */
    private boolean slice(final DirectBuffer buffer, final int header) {
        reader.wrap(buffer, nalUnits.nalOffset() + 1, nalUnits.nalLength() - 1);
        reader.unsignedExpGolomb();
        reader.unsignedExpGolomb();
        reader.unsignedExpGolomb();
        final int frameNum = reader.bits(sps.frameNumBits());
        if (reader.isExhausted()) {
            return false;
        }
        final int modulus = 1 << sps.frameNumBits();
        final boolean isGap = lastReference >= 0 && frameNum != lastReference && frameNum != (lastReference + 1) % modulus;
        if (H264Nal.refIdc(header) != 0) {
            lastReference = frameNum;
        }
        return isGap;
    }
}
