package busyhour.ipc.link;

/**
 * Where a part of a run answers that a worker has.
 *
 * @param group     index in the assignment, {@link busyhour.ipc.message.GroupState#REGISTRAR} for the built-in registrar.
 * @param first     place in the group of the first endpoint that answers there.
 * @param endpoints how many do.
 * @param address   {@code host:port}.
 */
public record PartAddress(int group, int first, int endpoints, String address) {
}
