/**
 * Samples to frames and back: G.711 (ITU-T G.711, RFC 3551), media files, the built-in speech-like signal, pre-encoded
 * tracks, digits as tones made and heard (ITU-T Q.23, Q.24). Knows no socket, no thread, no clock. Tables and tracks are immutable and may be shared by all shards;
 * whatever makes them allocates and belongs to set-up time.
 *
 * <pre>
 *   WAV file     -> AudioFile    -\
 *                                  > 16-bit mono 8 kHz -> TrackEncoder -> EncodedTrack -> every stream of that setting
 *   built in     -> SpeechSignal -/
 * </pre>
 */
package busyhour.codec;
