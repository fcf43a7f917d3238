/**
 * Work that comes again and again, once among all processes on one database.
 */
package busyhour.web.schedule;
