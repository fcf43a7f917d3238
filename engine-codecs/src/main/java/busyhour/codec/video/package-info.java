/**
 * Video as RTP carries it: H.264 (ITU-T H.264, RFC 6184) and VP8 (RFC 6386, RFC 7741). Parsers of what arrives are reusable views
 * over a buffer: they allocate nothing, take any input, and tell faults as codes. Whatever encodes or decodes belongs to set-up time
 * or to threads of its own, never to a shard.
 *
 * <pre>
 *   encoder -> access unit -> H264Packetizer / Vp8Packetizer -> EncodedVideo -> every stream of that setting
 *   RTP payload -> H264Payload (H264Sps) / Vp8Descriptor (Vp8KeyFrameHeader)
 * </pre>
 */
package busyhour.codec.video;
