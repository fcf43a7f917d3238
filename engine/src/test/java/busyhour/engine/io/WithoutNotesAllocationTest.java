package busyhour.engine.io;

/** The same where the kernel allows no filter: epoll tells. */
class WithoutNotesAllocationTest extends DatagramIoAllocationTest {

    @Override
    EpollDatagramIo openIo() {
        return new EpollDatagramIo(32, false);
    }
}
