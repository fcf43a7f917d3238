/**
 * From the shards' rings to the platform, over a journal on disk.
 *
 * <pre>
 *  rings -> RunFeed -> Journal (Chronicle Queue, one for each run and worker) -> tailer -> WorkerLink
 *                         ^ grows while the platform is away                       | goes back to the last
 *                         | forgets whole files when acknowledged  &lt;---- Ack -----+ acknowledged on reconnect
 * </pre>
 *
 * All by the publisher agent's thread, but for opening a feed and reading its figures. Free disk space is checked before the
 * journal may grow on, and some is kept in reserve: journal files are sparse and mapped, a full disk under them would be a
 * SIGBUS and not an exception.
 */
package busyhour.ipc.publish;
