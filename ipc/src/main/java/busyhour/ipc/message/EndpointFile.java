package busyhour.ipc.message;

/**
 * A piece of a file about a call. Pieces of one file come in order of position and follow one another.
 *
 * @param call        the endpoint's call number from 0.
 * @param name        of the file, without a folder.
 * @param totalLength octets of the whole file.
 * @param position    of the piece's first octet.
 * @param piece       its octets.
 */
public record EndpointFile(int endpoint, int call, String name, int totalLength, int position, byte[] piece) {
}
