#!/usr/bin/env bash
# Looks at what a host gives a load generator: reads only, changes nothing.
#
#   tuning/check-host.sh            prints a line for each setting, exit code 0
#   tuning/check-host.sh --strict   exit code 1 when any line says WARN
#
# OK    as it should be
# WARN  costs packets or precision; the next lines say what it means and the command that changes it
# INFO  a fact, or something that cannot be read here
set -u

strict=0
case "${1:-}" in
    "") ;;
    --strict) strict=1 ;;
    *)
        echo "usage: check-host.sh [--strict]" >&2
        exit 2
        ;;
esac

# Another root is for tests of this script.
root="${CHECK_HOST_ROOT:-}"
warnings=0

ok() { printf 'OK    %-22s %s\n' "$1" "$2"; }
info() { printf 'INFO  %-22s %s\n' "$1" "$2"; }
warn() {
    warnings=$((warnings + 1))
    printf 'WARN  %-22s %s\n' "$1" "$2"
    printf '        %s\n' "$3"
    printf '        change: %s\n' "$4"
}
value() { [[ -r "$root$1" ]] && tr -s '[:space:]' ' ' <"$root$1" | sed 's/ $//'; }

# An integer setting that should be at least so much.
at_least() { # name file wanted meaning command
    local is
    is=$(value "$2")
    if [[ -z "$is" ]]; then
        info "$1" "cannot be read ($2)"
    elif ((is >= $3)); then
        ok "$1" "$is"
    else
        warn "$1" "$is, better $3 or more" "$4" "$5"
    fi
}

check_governor() {
    local governor
    governor=$(value /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor)
    case "$governor" in
        "") info governor "no frequency scaling visible here (virtual machine, or driver without it)" ;;
        performance) ok governor "$governor" ;;
        *)
            warn governor "$governor" "cores slow down when idle: send times wander by tens of microseconds" \
                "for g in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do echo performance | sudo tee \$g; done"
            ;;
    esac
}

check_open_files() {
    local hard
    hard=$(ulimit -Hn)
    if [[ "$hard" == unlimited ]] || ((hard >= 65536)); then
        ok "open files" "$hard"
    else
        warn "open files" "$hard, better 65536 or more" \
            "two sockets for each media stream: room for about $((hard / 4)) two-way calls in one process" \
            "echo '* - nofile 1048576' | sudo tee /etc/security/limits.d/busyhour.conf, then log in again (systemd: LimitNOFILE=)"
    fi
}

check_ports() {
    local range first last reserved
    range=$(value /proc/sys/net/ipv4/ip_local_port_range)
    if [[ -z "$range" ]]; then
        info "local ports" "cannot be read"
        return
    fi
    read -r first last <<<"$range"
    if ((first >= 32768)); then
        ok "local ports" "$first-$last: clear of the media ports 10000-32767"
    else
        reserved=$(value /proc/sys/net/ipv4/ip_local_reserved_ports)
        if [[ -n "$reserved" ]]; then
            info "local ports" "$first-$last, reserved: $reserved"
        else
            warn "local ports" "$first-$last overlap the media ports 10000-32767" \
                "outgoing connections take media ports: those are passed over, one open call each" \
                "sudo sysctl -w net.ipv4.ip_local_reserved_ports=10000-32767"
        fi
    fi
}

check_clock() {
    local source
    source=$(value /sys/devices/system/clocksource/clocksource0/current_clocksource)
    case "$source" in
        "") info "clock source" "cannot be read" ;;
        tsc | kvm-clock | arch_sys_counter | hyperv_clocksource_tsc_page) ok "clock source" "$source: read without a system call" ;;
        *)
            warn "clock source" "$source" "each look at the clock is a system call, some 0.3-2 us instead of 0.03" \
                "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"
            ;;
    esac
}

check_isolation() {
    local isolated full
    isolated=$(value /sys/devices/system/cpu/isolated)
    full=$(value /sys/devices/system/cpu/nohz_full)
    [[ "$full" == "(null)" ]] && full=""
    if [[ -n "$isolated" ]]; then
        ok "isolated cores" "$isolated: run with --cores $isolated --idle spin"
    else
        warn "isolated cores" "none" "the scheduler may put other work on a shard's core: late packets of some milliseconds" \
            "add isolcpus=2-5 nohz_full=2-5 rcu_nocbs=2-5 to the kernel's command line (GRUB_CMDLINE_LINUX), then reboot"
    fi
    if [[ -n "$full" ]]; then
        ok nohz_full "$full"
    else
        info nohz_full "none: the timer tick interrupts a spinning shard 100-1000 times a second, a few microseconds each"
    fi
}

check_steal() {
    local _ user nice system idle iowait irq softirq steal total share
    [[ -r "$root/proc/stat" ]] || return
    read -r _ user nice system idle iowait irq softirq steal _ <"$root/proc/stat"
    total=$((user + nice + system + idle + iowait + irq + softirq + steal))
    ((total > 0)) || return
    share=$((steal * 1000 / total))
    if ((share <= 5)); then
        ok "steal" "$((share / 10)).$((share % 10)) % of the time since start of the machine"
    else
        warn "steal" "$((share / 10)).$((share % 10)) % of the time since start of the machine" \
            "the hypervisor gives this machine's cores to others: packets leave late and nothing here sees why" \
            "ask for dedicated cores, or move to another host"
    fi
}

check_thp() {
    local mode
    mode=$(value /sys/kernel/mm/transparent_hugepage/enabled)
    case "$mode" in
        *"[always]"*)
            warn "huge pages" "always" "the kernel compacts memory on its own time, which can stop a thread for milliseconds" \
                "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"
            ;;
        "") info "huge pages" "cannot be read" ;;
        *) ok "huge pages" "$mode" ;;
    esac
}

check_topology() {
    local smt nodes siblings
    smt=$(value /sys/devices/system/cpu/smt/active)
    siblings=$(value /sys/devices/system/cpu/cpu0/topology/thread_siblings_list)
    if [[ "$smt" == 1 ]]; then
        info "SMT" "on: core 0 shares its units with ${siblings:-?}; give each shard a physical core of its own"
    else
        ok "SMT" "off or not visible"
    fi
    nodes=$(find "$root/sys/devices/system/node" -maxdepth 1 -name 'node[0-9]*' 2>/dev/null | wc -l)
    if ((nodes > 1)); then
        info "NUMA" "$nodes nodes: keep shards and network card on one node (numactl --cpunodebind=0 --membind=0)"
    else
        ok "NUMA" "one node"
    fi
}

check_cgroup() {
    local limit quota period
    limit=$(value /sys/fs/cgroup/cpu.max)
    [[ -n "$limit" ]] || return
    read -r quota period <<<"$limit"
    if [[ "$quota" == max ]]; then
        ok "container quota" "none"
    else
        warn "container quota" "$((quota * 100 / period)) % of a core" \
            "when the quota of a period is spent all threads stop until the next: gaps of tens of milliseconds" \
            "run without a CPU limit, or with whole dedicated cores (cpuset)"
    fi
}

# What a look at the clock costs a program, as the shard does it in each duty cycle.
check_clock_cost() {
    local perl_ns
    command -v perl >/dev/null 2>&1 || return
    perl_ns=$(perl -MTime::HiRes=clock_gettime,CLOCK_MONOTONIC -e '
        my $n = 200000; my $best = 1e9;
        for my $round (1 .. 3) {
            my $a = clock_gettime(CLOCK_MONOTONIC);
            for (my $i = 0; $i < $n; $i++) { clock_gettime(CLOCK_MONOTONIC); }
            my $with = clock_gettime(CLOCK_MONOTONIC) - $a;
            $a = clock_gettime(CLOCK_MONOTONIC);
            for (my $i = 0; $i < $n; $i++) { abs(1); }
            my $cost = ($with - (clock_gettime(CLOCK_MONOTONIC) - $a)) / $n * 1e9;
            $best = $cost if $cost < $best;
        }
        printf "%d", $best;' 2>/dev/null) || return
    if ((perl_ns < 250)); then
        ok "clock cost" "about $perl_ns ns a look (from perl, its own call included)"
    else
        warn "clock cost" "about $perl_ns ns a look (from perl)" "the clock is read by system call or trap" \
            "see 'clock source'; in a virtual machine ask for an invariant TSC"
    fi
}

echo "$(value /proc/sys/kernel/hostname): Linux $(value /proc/sys/kernel/osrelease), $(nproc) cores," \
    "$(sed -n 's/^model name[^:]*: //p' "$root/proc/cpuinfo" 2>/dev/null | head -n 1)"
check_governor
check_open_files
at_least "receive buffer" /proc/sys/net/core/rmem_max 8388608 \
    "bursts of signalling are dropped by the kernel (socket_drops) unless the process has CAP_NET_ADMIN" \
    "sudo sysctl -w net.core.rmem_max=8388608"
at_least "send buffer" /proc/sys/net/core/wmem_max 4194304 \
    "sends are refused (EAGAIN) in bursts" \
    "sudo sysctl -w net.core.wmem_max=4194304"
at_least "network backlog" /proc/sys/net/core/netdev_max_backlog 1000 \
    "datagrams wait here for a core; what does not fit is dropped without a trace at any socket" \
    "sudo sysctl -w net.core.netdev_max_backlog=5000"
check_ports
check_clock
check_clock_cost
check_isolation
check_steal
check_thp
check_topology
check_cgroup

if ((warnings == 0)); then
    echo "nothing to change"
else
    echo "$warnings of these cost packets or precision"
fi
((strict == 1 && warnings > 0)) && exit 1
exit 0
