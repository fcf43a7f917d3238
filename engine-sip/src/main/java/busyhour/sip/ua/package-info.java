/**
 * SIP user agents: registrations and calls of all endpoints of a shard.
 */
package busyhour.sip.ua;
