/**
 * What ffmpeg does for us: media files of any format to samples and pictures, H.264 and VP8 there and back; and the disk cache
 * of what was encoded. The native libraries are unpacked and loaded with the first use ({@link busyhour.codec.ffmpeg.Ffmpeg}),
 * so that a run of G.711 never pays for them. A file's octets are in memory already; nothing here opens a file or an address
 * that media names.
 *
 * <pre>
 *   octets of a file -> MediaInput -> packets -> MediaFileReader -> 16-bit samples -> TrackEncoder, OpusTrackEncoder --\
 *                                           \-> PictureReader -> Picture -> PictureEncoder -> busyhour.codec.video      |
 *                                                                                                |                     |
 *                                                            MediaCache <----- encoded once -----+---------------------/
 *
 *   frames that were received -> PictureDecoder -> Picture
 * </pre>
 *
 * <p>Set-up time, any thread, one for each object; allocates. RFC 6716 and RFC 7587 (Opus), RFC 6386 (VP8), ITU-T H.264.
 */
package busyhour.codec.ffmpeg;
