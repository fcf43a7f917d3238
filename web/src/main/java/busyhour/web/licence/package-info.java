/**
 * Licences of an organisation's workers: kept, checked when they are uploaded and each time a worker connects or is dealt endpoints.
 * Any thread.
 *
 * <p>A worker on the platform's own machine needs none. Any other has a trial without limit of seven days from its first connection;
 * then it takes nothing new until a licence for it is uploaded. One whose licence ran out or was withdrawn by a newer key list may not
 * connect. What goes on is never cut.
 */
package busyhour.web.licence;
