/**
 * Secure RTP and RTCP: packets protected and unprotected in memory, keys given by the caller.
 *
 * <pre>
 *   master key, salt --> {@link busyhour.rtp.srtp.SrtpSender} --protectRtp, protectRtcp--> datagram
 *                            | KeyDerivation -> AES-CM + HMAC-SHA1, or AES-GCM      (all by {@link busyhour.rtp.srtp.SrtpCrypto})
 *   master key, salt --> {@link busyhour.rtp.srtp.SrtpReceiver} &lt;-unprotectRtp, unprotectRtcp-- datagram
 *                            | rollover counter guessed, replay window, per SSRC
 * </pre>
 *
 * <p>One thread; senders and receivers of a thread share a {@link busyhour.rtp.srtp.SrtpWorkspace}. Nothing is allocated per
 * packet. RFC 3711, RFC 6188 (AES-256), RFC 7714 (AES-GCM), lengths of RFC 4568 and RFC 5764; the key derivation rate is 0.
 */
package busyhour.rtp.srtp;
