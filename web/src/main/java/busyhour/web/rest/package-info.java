/**
 * REST: projects, tests, and what came of their runs, live or stored.
 */
package busyhour.web.rest;
