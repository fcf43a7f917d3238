/**
 * Runs beside each other: what changed from the first of them, in percent, and what got worse; and a run once more. Any thread.
 */
package busyhour.web.compare;
