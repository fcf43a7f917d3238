package busyhour.ipc.message;

import busyhour.ipc.plan.Load;

/**
 * The load of a group was changed while the run goes on.
 *
 * @param timeNs since when it holds, since the run began at the worker.
 * @param group  index of the group in the assignment.
 * @param load   what holds from then on.
 */
public record LoadChange(long timeNs, int group, Load load) {
}
