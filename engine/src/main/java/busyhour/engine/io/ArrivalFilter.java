package busyhour.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The socket filter (eBPF) behind {@link ArrivalNotes}: it lets every datagram pass and notes the port that it came to, its TOS, and when.
 *
 * <pre>
 *   port = destination port of the UDP header
 *   tos = TOS of the IPv4 header, traffic class of the IPv6 header
 *   time = lower 32 bits of the monotonic clock
 *   n = notes.head++                               atomic: softirqs of several cores may note at once
 *   notes.notes[n mod NOTES] = time, lap of n, tos, port   atomic too, so that it stands before sleeping is read
 *   if (notes.sleeping) { notes.sleeping = 0; bell.output(8 bytes, wake up) }
 *   return all of the datagram
 * </pre>
 */
final class ArrivalFilter {

    private static final int MAX_INSTRUCTIONS = 48;
    private static final int INSTRUCTION_SIZE = 8;

    private static final int LOAD_PACKET_16 = 0x28;
    private static final int LOAD_CONSTANT_64 = 0x18;
    private static final int LOAD_32 = 0x61;
    private static final int STORE_CONSTANT_32 = 0x62;
    private static final int STORE_CONSTANT_64 = 0x7a;
    private static final int ATOMIC_64 = 0xdb;
    private static final int MOVE = 0xbf;
    private static final int MOVE_CONSTANT = 0xb7;
    private static final int ADD = 0x0f;
    private static final int ADD_CONSTANT = 0x07;
    private static final int AND_CONSTANT = 0x57;
    private static final int SHIFT_LEFT_CONSTANT = 0x67;
    private static final int SHIFT_RIGHT_CONSTANT = 0x77;
    private static final int OR = 0x4f;
    private static final int JUMP_IF_EQUAL_CONSTANT = 0x15;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int FETCH_ADD = 0x01;
    private static final int EXCHANGE = 0xe1;
    private static final int PSEUDO_MAP_FD = 1;
    private static final int PSEUDO_MAP_VALUE = 2;
    private static final int KTIME_GET_NS = 5;
    private static final int RINGBUF_OUTPUT = 130;
    private static final int FORCE_WAKE_UP = 2;

    private static final int UDP_DESTINATION_PORT = 2;
    /** SKF_NET_OFF: loads from here on count from the IP header. */
    private static final int IP_HEADER = -0x100000;
    private static final int VERSION_SHIFT = 12;
    private static final int IPV6_CLASS_SHIFT = 4;
    private static final int OCTET = 0xFF;
    private static final int FRAME = 10;
    private static final int BELL_BYTES = 8;

    private final UnsafeBuffer code = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_INSTRUCTIONS * INSTRUCTION_SIZE));
    private int count;

    private ArrivalFilter() {
    }

    /** @return descriptor of the loaded program, or -1. */
    static int load(int notesFd, int bellFd) {
        final ArrivalFilter filter = new ArrivalFilter();
        filter.assemble(notesFd, bellFd);
        return BpfCalls.loadProgram(BpfCalls.PROG_TYPE_SOCKET_FILTER, filter.code, filter.count, license());
    }

    private void assemble(int notesFd, int bellFd) {
        instruction(MOVE, 6, 1, 0, 0); // r6 = context, where a load from the packet expects it
        instruction(LOAD_PACKET_16, 0, 0, 0, UDP_DESTINATION_PORT);
        instruction(MOVE, 7, 0, 0, 0);
        instruction(LOAD_PACKET_16, 0, 0, 0, IP_HEADER);
        instruction(MOVE, 1, 0, 0, 0);
        instruction(SHIFT_RIGHT_CONSTANT, 1, 0, 0, VERSION_SHIFT);
        instruction(JUMP_IF_EQUAL_CONSTANT, 1, 0, 1, 4);
        instruction(SHIFT_RIGHT_CONSTANT, 0, 0, 0, IPV6_CLASS_SHIFT);
        instruction(AND_CONSTANT, 0, 0, 0, OCTET);
        instruction(SHIFT_LEFT_CONSTANT, 0, 0, 0, ArrivalNotes.TOS_SHIFT);
        instruction(OR, 7, 0, 0, 0);
        instruction(CALL, 0, 0, 0, KTIME_GET_NS);
        instruction(SHIFT_LEFT_CONSTANT, 0, 0, 0, ArrivalNotes.TIME_SHIFT);
        instruction(OR, 7, 0, 0, 0);
        mapValue(8, notesFd, ArrivalNotes.HEAD_OFFSET);
        instruction(MOVE_CONSTANT, 2, 0, 0, 1);
        instruction(ATOMIC_64, 8, 2, 0, FETCH_ADD);
        instruction(MOVE, 3, 2, 0, 0);
        instruction(SHIFT_RIGHT_CONSTANT, 3, 0, 0, ArrivalNotes.NOTES_BITS);
        instruction(AND_CONSTANT, 3, 0, 0, OCTET);
        instruction(SHIFT_LEFT_CONSTANT, 3, 0, 0, ArrivalNotes.LAP_SHIFT);
        instruction(OR, 7, 3, 0, 0);
        instruction(AND_CONSTANT, 2, 0, 0, ArrivalNotes.NOTES - 1);
        instruction(SHIFT_LEFT_CONSTANT, 2, 0, 0, ArrivalNotes.NOTE_BITS);
        mapValue(1, notesFd, ArrivalNotes.NOTES_OFFSET);
        instruction(ADD, 1, 2, 0, 0);
        instruction(ATOMIC_64, 1, 7, 0, EXCHANGE);
        instruction(LOAD_32, 1, 8, ArrivalNotes.SLEEPING_OFFSET, 0);
        instruction(JUMP_IF_EQUAL_CONSTANT, 1, 0, 9, 0);
        instruction(STORE_CONSTANT_32, 8, 0, ArrivalNotes.SLEEPING_OFFSET, 0);
        instruction(STORE_CONSTANT_64, FRAME, 0, -BELL_BYTES, 1);
        instruction(LOAD_CONSTANT_64, 1, PSEUDO_MAP_FD, 0, bellFd);
        instruction(0, 0, 0, 0, 0);
        instruction(MOVE, 2, FRAME, 0, 0);
        instruction(ADD_CONSTANT, 2, 0, 0, -BELL_BYTES);
        instruction(MOVE_CONSTANT, 3, 0, 0, BELL_BYTES);
        instruction(MOVE_CONSTANT, 4, 0, 0, FORCE_WAKE_UP);
        instruction(CALL, 0, 0, 0, RINGBUF_OUTPUT);
        instruction(MOVE_CONSTANT, 0, 0, 0, -1);
        instruction(EXIT, 0, 0, 0, 0);
    }

    /** register = address of a byte of the map's only value. */
    private void mapValue(int register, int mapFd, int offset) {
        instruction(LOAD_CONSTANT_64, register, PSEUDO_MAP_VALUE, 0, mapFd);
        instruction(0, 0, 0, 0, offset);
    }

    private void instruction(int operation, int destination, int source, int offset, int constant) {
        final int at = count++ * INSTRUCTION_SIZE;
        code.putByte(at, (byte) operation);
        code.putByte(at + 1, (byte) (source << 4 | destination));
        code.putShort(at + 2, (short) offset, ByteOrder.LITTLE_ENDIAN);
        code.putInt(at + 4, constant, ByteOrder.LITTLE_ENDIAN);
    }

    private static UnsafeBuffer license() {
        final byte[] name = "Apache-2.0\0".getBytes(StandardCharsets.US_ASCII);
        final UnsafeBuffer license = new UnsafeBuffer(ByteBuffer.allocateDirect(name.length));
        license.putBytes(0, name);
        return license;
    }
}
