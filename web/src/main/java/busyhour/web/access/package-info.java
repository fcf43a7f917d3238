/**
 * Who may do what: organisations, projects, keys, roles. Any thread.
 */
package busyhour.web.access;
