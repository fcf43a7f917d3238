/**
 * Bodies of INFO that carry digits: {@code application/dtmf-relay} (Signal, Duration) and {@code application/dtmf}. No RFC
 * defines them; they are read as liberally as gateways do and written as most of them write.
 * Views own nothing; nothing allocates; one shard's thread.
 */
package busyhour.sip.info;
