package busyhour.engine.io;

/** The same where the kernel allows no filter: epoll tells. */
class WithoutNotesSystemTest extends EpollDatagramIoSystemTest {

    @Override
    EpollDatagramIo openIo() {
        return new EpollDatagramIo(64, false);
    }
}
