package busyhour.rtp.quality;

import busyhour.codec.AudioCodec;

/**
 * Codec constants of the E-model as ITU-T G.113 publishes them; NaN where it publishes none, so that no score is made up.
 *
 * <pre>
 *   PCMU, PCMA   Ie 0, Bpl 25.1   G.113 Appendix I: G.711 with concealment (G.711 Appendix I), as every phone has
 * </pre>
 */
public final class CodecQuality {

    private CodecQuality() {
    }

    /** Equipment impairment without loss, or NaN; a null codec has none. */
    public static double ie(AudioCodec codec) {
        return codec == AudioCodec.PCMU || codec == AudioCodec.PCMA ? 0 : Double.NaN;
    }

    /** Packet-loss robustness, or NaN; a null codec has none. */
    public static double bpl(AudioCodec codec) {
        return codec == AudioCodec.PCMU || codec == AudioCodec.PCMA ? 25.1 : Double.NaN;
    }
}
