/**
 * What ffmpeg does for us: media files of any format to samples, Opus encoded; and the disk cache of what was encoded. The
 * native libraries are unpacked and loaded with the first use ({@link busyhour.codec.ffmpeg.Ffmpeg}), so that a run of G.711
 * never pays for them. A file's octets are in memory already; nothing here opens a file or an address that media names.
 *
 * <pre>
 *   octets of a file -> MediaInput -> packets -> MediaFileReader -> 16-bit samples -> TrackEncoder, OpusTrackEncoder
 *                                 \-> pictures (busyhour.codec.video)                        |
 *                                                           MediaCache <--- encoded once ----+
 * </pre>
 *
 * <p>Set-up time, any thread, one for each object; allocates. RFC 6716 and RFC 7587 (Opus).
 */
package busyhour.codec.ffmpeg;
