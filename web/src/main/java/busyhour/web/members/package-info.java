/**
 * REST and pages of an organisation itself: its name and projects, members, invitations, API keys, and the audit log. What they ask
 * stands in {@link busyhour.web.access}. Any thread.
 */
package busyhour.web.members;
