/**
 * What the platform keeps: PostgreSQL, embedded or given, its schema, and the way of samples into it.
 *
 * <pre>
 * collector thread            writer thread
 * CollectorHandler -> Batch -> bounded queue -> COPY + last sequence, one transaction -> acknowledge to the worker
 * </pre>
 *
 * Queries may come from any thread (each takes a connection of the pool); a batch belongs to one thread at a time.
 */
package busyhour.web.store;
