/**
 * Where the command line and the platform meet: the command line starts the platform's parts and tells them of its run.
 */
package busyhour.web.run;
