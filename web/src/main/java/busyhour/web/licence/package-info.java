/**
 * Licences of an organisation's workers: kept, checked when they are uploaded and each time a worker connects or is dealt endpoints.
 * Any thread.
 *
 * <p>A worker on the platform's own machine needs none. Any other has a trial without limit of seven days from its first connection;
 * then it takes nothing new until a licence for it is uploaded. One whose licence ran out, or whose vendor's key does not count any
 * more, may not connect. What goes on is never cut.
 *
 * <pre>
 *   PUT /workers/{w}/licence -> Licences -> Licensing (a worker connects: refused, or takes the file along)
 *                                       \-> PlanLimits (endpoints are dealt: the least of configured and licensed)
 * </pre>
 */
package busyhour.web.licence;
