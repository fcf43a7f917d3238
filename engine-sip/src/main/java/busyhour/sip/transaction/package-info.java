/**
 * Transactions of RFC 3261 17 with the corrections of RFC 6026.
 */
package busyhour.sip.transaction;
