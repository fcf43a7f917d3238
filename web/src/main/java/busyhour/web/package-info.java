/**
 * The platform and the command line.
 */
package busyhour.web;
