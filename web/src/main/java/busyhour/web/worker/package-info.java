/**
 * Workers as the platform knows them: who may come, who is there, what they say of themselves. Any thread.
 */
package busyhour.web.worker;
