/**
 * Runs on workers: who plays which endpoints, from the first command to the stored result.
 */
package busyhour.web.fleet;
