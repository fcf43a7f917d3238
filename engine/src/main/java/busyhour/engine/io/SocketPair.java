package busyhour.engine.io;

/** What {@link DatagramIo#openPair} opened: an even RTP port and the odd RTCP port next to it (RFC 3550 11). Reused. */
public final class SocketPair {

    private int rtpSocket = -1;
    private int rtcpSocket = -1;
    private int rtpPort;

    public int rtpSocket() {
        return rtpSocket;
    }

    public int rtcpSocket() {
        return rtcpSocket;
    }

    public int rtpPort() {
        return rtpPort;
    }

    public int rtcpPort() {
        return rtpPort + 1;
    }

    void set(int rtp, int rtcp, int port) {
        rtpSocket = rtp;
        rtcpSocket = rtcp;
        rtpPort = port;
    }
}
