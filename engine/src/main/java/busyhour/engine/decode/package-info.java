/**
 * Real decoding beside the shards, for a share of the calls: levels of Opus, what concealment and forward error correction did,
 * what a video decoder says; and the comparison of received speech with what the peer's group sends.
 *
 * <pre>
 *   shard: received RTP --DecodeLink--> [ring] --> DecoderAgent --+--> AudioDecoding -> CallFigures
 *                       &lt;------ [ring] &lt;---- figures -------------+--> VideoDecoding
 *                                                                 +--> Envelope -> SpeechComparison -> MediaCheck
 *                                                                 +--> CallRecording -> WorstCalls -> EndpointFile
 * </pre>
 *
 * A ring that is full drops packets of the decoder, never of the shard; what was dropped is counted and not judged.
 *
 * <p>{@link busyhour.engine.decode.DecodeLink} belongs to one shard's thread and allocates nothing there; everything else to the
 * decoder's thread, which does. Speech is judged by energy in steps of 10 ms, after ITU-T P.56 in spirit: no perceptual model.
 */
package busyhour.engine.decode;
