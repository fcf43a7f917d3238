package busyhour.rtp.quality;

import busyhour.codec.AudioCodec;

/**
 * Codec constants of the E-models as ITU-T G.113 publishes them; NaN where it publishes none or none could be confirmed, so
 * that no score is made up.
 *
 * <pre>
 *   narrowband (G.107)         Ie   Bpl
 *   PCMU, PCMA                  0  25.1   G.113 Appendix I: G.711 with concealment (G.711 Appendix I), as every phone has
 *   G729                       11  19     G.113 Appendix I, tables I.1 and I.2: G.729A with VAD (annex B), RTP's default
 *   AMR                         -    -    G.113 (09/2024) has no row for it; GSM-EFR's is another codec's
 *
 *   wideband (G.107.1)      Ie,wb  Bpl
 *   L16 at 16 kHz               0    -    the channel that Ro,WB = 129 stands for (G.107.1 7.2): nothing is coded
 *   AMR-WB 6.6 .. 23.85    1 .. 41   -    G.113 (09/2024) table IV.1, monotic, by mode; table IV.4 has Bpl for diotic alone
 *   G722                        -    -    table IV.1's value is not confirmed by a second source
 *
 *   OPUS                        -    -    no recommendation has values
 * </pre>
 *
 * <p>Without Bpl a stretch with loss has no score, and one without loss has.
 */
public final class CodecQuality {

    private static final double NONE = Double.NaN;
    private static final double[] AMR_WB_IE = {41, 26, 13, 10, 7, 5, 3, 1, 8};

    private CodecQuality() {
    }

    /** Whether the codec is rated by G.107.1. */
    public static boolean isWideband(AudioCodec codec) {
        return codec == AudioCodec.G722 || codec == AudioCodec.L16 || codec == AudioCodec.AMR_WB;
    }

    /**
     * Equipment impairment without loss, or NaN.
     *
     * @param codec null has none.
     * @param mode  of a codec whose modes differ (AMR-WB: RFC 4867 table 1), negative when not known.
     */
    public static double ie(AudioCodec codec, int mode) {
        if (codec == AudioCodec.AMR_WB) {
            return mode >= 0 && mode < AMR_WB_IE.length ? AMR_WB_IE[mode] : NONE;
        }
        if (codec == AudioCodec.PCMU || codec == AudioCodec.PCMA || codec == AudioCodec.L16) {
            return 0;
        }
        return codec == AudioCodec.G729 ? 11 : NONE;
    }

    /** Packet-loss robustness, or NaN; a null codec has none. */
    public static double bpl(AudioCodec codec) {
        if (codec == AudioCodec.PCMU || codec == AudioCodec.PCMA) {
            return 25.1;
        }
        return codec == AudioCodec.G729 ? 19 : NONE;
    }
}
