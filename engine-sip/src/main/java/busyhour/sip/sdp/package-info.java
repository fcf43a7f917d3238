/**
 * Session descriptions and the offer/answer model: RFC 8866, RFC 3264, with RFC 3551 (static payload types), RFC 3605
 * (a=rtcp), RFC 4733 (telephone-event), RFC 5761 and 8858 (a=rtcp-mux, a=rtcp-mux-only), RFC 4585 (AVPF), RFC 6184 8.2.2
 * (H.264 formats). The names of media lie in a table, so that further
 * codecs are rows and not code.
 * <pre>
 *   LocalDescription --> OfferAnswer.writeOffer --> offer            offer --> SdpView --> OfferAnswer.writeAnswer --> answer
 *                                                                                              |
 *   answer --> SdpView --> OfferAnswer.onAnswer --> NegotiatedSession  &lt;-------------------------'
 * </pre>
 * Views hold spans into the body; nothing allocates after construction; faults are codes. Thread rule: not
 * synchronised, one shard owns it all.
 */
package busyhour.sip.sdp;
