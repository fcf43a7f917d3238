/**
 * Video as RTP carries it: H.264 (ITU-T H.264, RFC 6184) and VP8 (RFC 6386, RFC 7741). Parsers of what arrives are reusable views
 * over a buffer: they allocate nothing, take any input, and tell faults as codes. Whatever encodes or decodes belongs to set-up time
 * or to threads of its own, never to a shard.
 *
 * <pre>
 *   TestPicture  -\
 *                  > PictureEncoder -> access unit -> H264Packetizer / Vp8Packetizer -> EncodedVideo -> every stream of that setting
 *   FilePictures -/                                                                      ^
 *                                                              MediaCache <-> VideoStore /
 *
 *   RTP payload -> H264Payload (H264Sps) / Vp8Descriptor (Vp8KeyFrameHeader)        without decoding
 *              \-> FrameAssembler -> frame -> VideoDecoder                          on a share of the streams
 * </pre>
 */
package busyhour.codec.video;
