/**
 * What worker and platform say to each other.
 */
package busyhour.ipc;
