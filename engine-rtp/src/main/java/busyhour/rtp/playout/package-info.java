/**
 * The jitter buffer that a phone is taken to have, as a model: it holds no payload, only when each packet would be played,
 * which packets come too late, and which slots stay empty. One thread for each shard; allocates only in constructors.
 */
package busyhour.rtp.playout;
