package busyhour.rtp.video;

/** What {@link FrameAssembler} finds. Called from within its calls. */
interface FrameListener {

    /**
     * A frame is whole, and those before it are whole or given up.
     *
     * @param assemblyNs from its first packet to its last.
     * @param decodable  refers to nothing that was lost.
     */
    void onFrame(int octets, long assemblyNs, boolean isKeyFrame, boolean decodable, long nowNs);

    /** Frames were given up for missing packets, 1 at least. @param referenceLost later frames need one of them. */
    void onIncomplete(int frames, boolean referenceLost, long nowNs);
}
