/**
 * Ciphers out of OpenSSL's libcrypto by FFM, behind {@link busyhour.rtp.srtp.SrtpCrypto}: the core knows no native code.
 *
 * <p>Thread rule: a {@link busyhour.engine.crypto.LibcryptoSrtp} and the ciphers that it made belong to one thread.
 */
package busyhour.engine.crypto;
