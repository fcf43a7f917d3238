/**
 * What the platform keeps: PostgreSQL, embedded or given, its schema, and the way of samples into it.
 *
 * <pre>
 * collector thread            writer thread
 * CollectorHandler -> Batch -> bounded queue -> COPY + last sequence, one transaction -> acknowledge to the worker
 * </pre>
 *
 * No row twice, whoever dies when: {@code journals} holds the last sequence stored of each journal. A batch whose commit was lost from sight
 * is looked for there; one that overlaps with what another process has stored is left out, and that run given up. While PostgreSQL is
 * away the batch at hand grows to 64 MiB, then nothing is taken from the workers, whose journals grow. Which processes live is told by an
 * advisory lock and a sign each 2 s ({@link busyhour.web.store.Processes}), what happens in them by NOTIFY
 * ({@link busyhour.web.store.Notices}).
 *
 * Queries may come from any thread (each takes a connection of the pool); a batch belongs to one thread at a time.
 */
package busyhour.web.store;
