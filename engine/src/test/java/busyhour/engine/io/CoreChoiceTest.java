package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreChoiceTest {

    @TempDir
    private Path root;

    private void write(final String path, final String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    /** Two sockets of 4 physical cores with two hardware threads each, numbered as Intel servers do: 0-3,8-11 and 4-7,12-15. */
    private void twoSockets() throws IOException {
        write("sys/devices/system/cpu/online", "0-15");
        for (int core = 0; core < 16; core++) {
            write("sys/devices/system/cpu/cpu" + core + "/topology/thread_siblings_list", core % 8 + "," + (core % 8 + 8));
        }
        write("sys/devices/system/node/online", "0-1");
        write("sys/devices/system/node/node0/cpulist", "0-3,8-11");
        write("sys/devices/system/node/node1/cpulist", "4-7,12-15");
    }

    private CoreChoice choice(final String allowed, final Double quota) {
        final BitSet cores = CoreList.parse(allowed).toSet();
        return new CoreChoice(CpuTopology.read(root), cores, core -> true, quota);
    }

    @Test
    void shouldTakePhysicalCoresOfOneNode() throws IOException {
        twoSockets();
        assertThat(choice("0-15", null).choose("auto:3").cores().cores()).containsExactly(4, 5, 6);
        assertThat(choice("0-15", null).choose("auto:6").cores().cores()).as("over the node's edge").containsExactly(1, 2, 4, 5, 6, 7);
        assertThat(choice("0-15", null).choose("auto").cores().cores()).as("one physical core for the rest").containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(choice("0-15", null).most()).isEqualTo(7);
    }

    @Test
    void shouldTakeNoMoreThanTheContainerAllows() throws IOException {
        twoSockets();
        assertThat(choice("0-3,8-11", null).choose("auto").cores().cores()).containsExactly(1, 2, 3);
        assertThat(choice("9", null).choose("auto").cores().cores()).as("the only one").containsExactly(9);
        final CoreChoice.Chosen chosen = choice("0-15", 3.5).choose("auto:4");
        assertThat(chosen.cores().cores()).containsExactly(4, 5);
        assertThat(chosen.warnings()).singleElement().asString().startsWith("cores auto:4: 2 cores instead").endsWith("CPU quota 3.5");
        assertThat(choice("0-15", 0.5).most()).isEqualTo(1);
    }

    @Test
    void shouldPreferIsolatedCoresAndLeaveNoneOfThem() throws IOException {
        twoSockets();
        write("sys/devices/system/cpu/isolated", "2-3,10-11");
        assertThat(choice("0-1,4-9,12-15", null).choose("auto").cores().cores()).containsExactly(2, 3);
    }

    @Test
    void shouldLeaveOutCoresThatAreNotThereWithAWord() throws IOException {
        write("sys/devices/system/cpu/online", "0-3");
        final CoreChoice.Chosen some = choice("0-3", null).choose("2-5");
        assertThat(some.cores().cores()).containsExactly(2, 3);
        assertThat(some.warnings()).containsExactly("cores 2-5: 4-5 do not exist (this machine has 0-3): 2 shards on 2-3 instead of 4");
        final CoreChoice.Chosen none = choice("0-3", null).choose("99");
        assertThat(none.cores()).isNull();
        assertThat(none.warnings()).containsExactly("cores 99: 99 does not exist (this machine has 0-3): one shard, not pinned, on 0-3");
    }

    @Test
    void shouldLeaveOutCoresThatThisProcessMayNotBePinnedTo() throws IOException {
        write("sys/devices/system/cpu/online", "0-3");
        final CoreChoice choice = new CoreChoice(CpuTopology.read(root), CoreList.parse("0-1").toSet(), core -> core < 2, null);
        assertThat(choice.choose("1-2").warnings()).containsExactly(
                "cores 1-2: this process may not be pinned to 2: 1 shard on 1 instead of 2");
        assertThat(choice.choose("1-2").cores().cores()).containsExactly(1);
        assertThat(choice.choose("1").warnings()).isEmpty();
    }

    @Test
    void shouldWarnOfSiblingsAndOfATightQuota() throws IOException {
        twoSockets();
        assertThat(choice("0-15", 2.0).choose("1,9,2").warnings()).containsExactly(
                "cores 1,9 are hardware threads of one physical core: their shards share it",
                "3 pinned shards under a CPU quota of 2.0 cores: the kernel stops them for parts of each period; pin fewer or raise the quota");
    }

    @Test
    void shouldTakeAMachineWithoutTopologyForPlainCores() throws IOException {
        write("sys/devices/system/cpu/online", "0-1");
        assertThat(choice("0-1", null).choose("auto").cores().cores()).containsExactly(1);
        assertThat(choice("0-1", null).choose("0,1").warnings()).isEmpty();
    }

    @Test
    void shouldSayWhatCoresLookLike() {
        CoreChoice.check("auto");
        CoreChoice.check("auto:12");
        CoreChoice.check("2-5,8");
        assertThatIllegalArgumentException().isThrownBy(() -> CoreChoice.check("auto:0")).withMessageContaining("auto:3");
        assertThatIllegalArgumentException().isThrownBy(() -> CoreChoice.check("autos")).withMessageContaining("autos");
    }

    @Test
    void shouldFindTheTightestLimitOfNestedGroups() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/busyhour.service");
        write("sys/fs/cgroup/system.slice/cpu.max", "300000 100000");
        write("sys/fs/cgroup/system.slice/busyhour.service/cpu.max", "max 100000");
        write("sys/fs/cgroup/system.slice/busyhour.service/memory.max", "1000000");
        write("sys/fs/cgroup/system.slice/busyhour.service/memory.current", "250000");
        write("sys/fs/cgroup/system.slice/memory.max", "2000000");
        write("sys/fs/cgroup/system.slice/memory.current", "1999999");
        assertThat(CgroupLimits.read(root)).isEqualTo(new CgroupLimits(3.0, 1_000_000L, 250_000L));
    }

    @Test
    void shouldReadVersionOneOfTheInterfaceToo() throws IOException {
        write("proc/self/cgroup", "4:memory:/box\n1:cpu,cpuacct:/box\n9:name=systemd:/");
        write("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "50000");
        write("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
        write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "9223372036854771712");
        assertThat(CgroupLimits.read(root)).isEqualTo(new CgroupLimits(0.5, null, null));
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096000");
        assertThat(CgroupLimits.read(root).memoryBytes()).isEqualTo(4_096_000L);
    }
}
