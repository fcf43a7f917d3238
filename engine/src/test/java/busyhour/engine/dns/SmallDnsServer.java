package busyhour.engine.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server on loopback that knows what a test tells it. */
public final class SmallDnsServer implements AutoCloseable {

    public final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    private volatile boolean silent;

    public SmallDnsServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("small-dns").start(this::serve);
    }

    /** One record: {@code "_sip._udp.example.test", Type.SRV, "10 0 5060 a.example.test."}. */
    public SmallDnsServer add(final String name, final int type, final String data) {
        try {
            records.add(Record.fromString(Name.fromString(name, Name.root), type, DClass.IN, 60, data, Name.root));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Answers nothing any more. */
    public void silence() {
        silent = true;
    }

    public SystemDns client() {
        return SystemDns.of(List.of((InetSocketAddress) socket.getLocalSocketAddress()));
    }

    private void serve() {
        final byte[] bytes = new byte[4_096];
        while (!socket.isClosed()) {
            try {
                final DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                final byte[] answer = answer(new Message(java.util.Arrays.copyOf(bytes, packet.getLength()))).toWire();
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (final IOException e) {
                continue; // closed, or no DNS message
            }
        }
    }

    private Message answer(final Message query) throws TextParseException {
        final Record question = query.getQuestion();
        asked.add(Type.string(question.getType()) + " " + question.getName());
        final Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        final List<Record> found = new ArrayList<>();
        boolean known = false;
        for (final Record record : records) {
            known |= record.getName().equals(question.getName());
            if (record.getName().equals(question.getName()) && record.getType() == question.getType()) {
                found.add(record);
            }
        }
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
