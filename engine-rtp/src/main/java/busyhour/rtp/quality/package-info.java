/**
 * From loss and delay to an opinion score: ITU-T G.107 and, for wideband codecs, G.107.1 with the codec constants of G.113, burst and gap densities of
 * RFC 3611 4.7.2. Pure arithmetic, no clock; allocates only in constructors.
 */
package busyhour.rtp.quality;
