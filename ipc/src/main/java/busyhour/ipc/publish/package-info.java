/**
 * From the shards' rings to the platform, over a journal on disk.
 *
 * <pre>
 *  rings -> RunFeed -> Journal (Chronicle Queue, one for each run and worker) -> tailer -> WorkerLink
 *    |                    ^ grows while the platform is away                       | goes back to where the
 *    |                    | keeps what is acknowledged until the result is stored  | platform wants to go on
 *    |                    | forgets whole files then, or when disk is short &lt;- Ack +
 *    +-- mapped files in the journal's directory
 * </pre>
 *
 * How a sample survives, from the moment that its shard has committed it to the ring:
 * <ul>
 * <li><b>kill -9 of the worker.</b> The ring is a mapped file: its pages are the kernel's. Each document of the journal says from which
 *     ring and up to which position its record came, so that the next process goes on in the ring exactly behind the last record that
 *     is in the journal ({@link busyhour.ipc.publish.PublisherAgent#recover}): none missing, none twice. It ends that part of the
 *     run with a RunEnd that is not complete; the platform closes its endpoints with OSERROR.
 * <li><b>kill -9 of the platform.</b> Acknowledged means: the row is committed. What is not acknowledged is sent again. What is
 *     acknowledged is kept too until the platform has stored the run's result ({@code Ack.released}): a platform that takes the run
 *     over asks for all of it, to count again, and stores what is above {@code journals.sequence} only.
 * <li><b>PostgreSQL away.</b> The platform takes no further records when 64 MiB wait in it; the journal grows.
 * <li><b>The link cut.</b> The journal grows; the next connection goes on at the first sequence that the platform does not have.
 * </ul>
 * A lost machine (not process) may lose what the kernel had not written yet.
 *
 * <p>Disk: journals that are kept take at most {@link busyhour.ipc.publish.PublisherContext#keepBytes} together and never more than leaves
 * the reserve free twice; beyond that the oldest acknowledged minutes go first, and a platform that takes such a run over says
 * that its statistics lack them (its rows do not).
 *
 * <p>All by the publisher agent's thread, but for opening a feed and reading its figures. Free disk space is checked before the
 * journal may grow on, and some is kept in reserve: journal files are sparse and mapped, a full disk under them would be a
 * SIGBUS and not an exception.
 */
package busyhour.ipc.publish;
