/**
 * Work that is done at its time, once among all processes on one database. Any thread; work runs on virtual threads, at most 16 pieces at
 * a time in a process.
 *
 * <pre>
 * every(…), task(…).at(key, time) -> scheduled_tasks -> the process that locks the row first -> work -> next time, or gone
 *                                        ^------ no heartbeat for a minute: another process -----/
 * </pre>
 */
package busyhour.web.schedule;
