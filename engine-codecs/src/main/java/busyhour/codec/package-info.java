/**
 * Audio, samples to frames and back: G.711 (ITU-T G.711), G.722, L16 (RFC 3551), Opus (RFC 6716, RFC 7587), comfort noise
 * (RFC 3389); WAV files, the built-in speech-like signal, pre-encoded tracks, digits as tones made and heard (ITU-T Q.23,
 * Q.24). Knows no socket, no thread, no clock. Tables and tracks are immutable and may be shared by all shards; whatever
 * makes them allocates and belongs to set-up time. Decoders belong to one stream.
 *
 * <pre>
 *   WAV file     -> AudioFile    -\   16-bit samples      / TrackEncoder, ComfortNoise    \
 *   other files  -> ffmpeg       --> at the codec's rate -                                 -> EncodedTrack -> every stream
 *   built in     -> SpeechSignal -/                       \ ffmpeg (Opus), OpusDtxEncoder /
 *
 *   received payload -> OpusPacket, G711Energy (what it says) | AudioDecoder (samples, losses made up for)
 * </pre>
 */
package busyhour.codec;
