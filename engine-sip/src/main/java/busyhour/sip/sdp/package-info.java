/**
 * Session descriptions and the offer/answer model: RFC 8866, RFC 3264, with RFC 3551 (static payload types), RFC 3605 (a=rtcp),
 * RFC 4733 (telephone-event), RFC 3389 (CN), RFC 7587 (Opus), RFC 6184 8.2.2 (H.264), RFC 7741 (VP8), RFC 4867 (AMR), RFC 3890
 * (b=TIAS), RFC 5761 and 8858 (a=rtcp-mux, a=rtcp-mux-only), RFC 4585 and 5104 (a=rtcp-fb), RFC 4588 (rtx), RFC 5506, RFC 3611 5
 * (a=rtcp-xr), RFC 8285 (a=extmap), RFC 4568 with 6188 and 7714 (a=crypto), RFC 5763 and 8122 (a=fingerprint, a=setup), RFC 5576
 * (a=ssrc). Codecs lie in a table, so that further ones are rows.
 * <pre>
 *   LocalDescription --> OfferAnswer.writeOffer --> offer            offer --> SdpView --> OfferAnswer.writeAnswer --> answer
 *     audio() video()      MediaLineWriter                                       StreamMatch:  |
 *                                                                                CodecMatch, SecurityMatch, FeedbackMatch
 *   answer --> SdpView --> OfferAnswer.onAnswer --> NegotiatedSession  &lt;----------------------'
 *                                                     audio() video()
 * </pre>
 *
 * <h2>Encryption</h2>
 * What stands in our offers, by policy and ways of keying in order of preference; a way counts only when it can be had (SDES needs
 * a suite, DTLS a certificate):
 * <pre>
 *                NONE      PREFERRED                           REQUIRED
 *   SDES         RTP/AVP   RTP/AVP  a=crypto                   RTP/SAVP          a=crypto
 *   DTLS         RTP/AVP   RTP/AVP  a=fingerprint, a=setup     UDP/TLS/RTP/SAVP  a=fingerprint, a=setup
 *   SDES, DTLS   RTP/AVP   RTP/AVP  all three                  RTP/SAVP          all three
 *   DTLS, SDES   RTP/AVP   RTP/AVP  all three                  UDP/TLS/RTP/SAVP  all three
 * </pre>
 * With {@link busyhour.sip.sdp.LocalFeedback#inProfile} AVPF and SAVPF stand in their places. PREFERRED is the dual offer of the
 * field ("best effort"): who does not know the attributes answers plain RTP, who does answers with one a=crypto or a fingerprint,
 * in RTP/AVP, RTP/SAVP or UDP/TLS/RTP/SAVP. As answerer the profile of the offer is kept:
 * <pre>
 *                                         NONE          PREFERRED                    REQUIRED
 *   RTP/AVP                               plain         plain                        488
 *   RTP/AVP with crypto or fingerprint    plain         encrypted                    encrypted
 *   SAVP, TLS with what we have           488           encrypted                    encrypted
 *   SAVP, TLS with nothing that we have   488           488                          488
 *   one line plain, another SAVP          the plain     the encrypted                the encrypted
 * </pre>
 * Where an offer has both ways, UDP/TLS means DTLS, RTP/SAVP means SDES, and in RTP/AVP our preference decides; of several a=crypto
 * the offerer's first that we have is taken. Keys with an MKI, several keys, and session parameters that change the packets are
 * passed over.
 *
 * <h2>Formats that need not be equal</h2>
 * H.264 of another profile than ours is taken when nothing better is offered and its packetization-mode is ours: what we send,
 * constrained baseline, is decoded by decoders of all profiles, and what comes is measured without decoding. The answer then names
 * the peer's profile. Feedback is agreed on in RTP/AVP too, as phones and servers do.
 *
 * <p>Views hold spans into the body; nothing allocates after construction; faults are codes. Keys appear in descriptions and in
 * {@link busyhour.sip.sdp.NegotiatedSecurity} only. Thread rule: not synchronised, one shard owns it all.
 */
package busyhour.sip.sdp;
