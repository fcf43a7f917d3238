#!/usr/bin/env bash
# Sets a host up for a load generator, so that revert-host.sh can put everything back as it was.
#
#   tuning/apply-host.sh [--profile laptop|vm|metal] [--cores LIST]            prints what it would change
#   tuning/apply-host.sh [--profile laptop|vm|metal] [--cores LIST] --apply    changes it (as root)
#
# --cores LIST   cores of the shards, such as 2-5,8: interrupts are kept off them, isolation is advised for them
#
# Values are only raised, never lowered. Each change is written down with the value before it, in the journal that revert-host.sh reads,
# before it is made; what the kernel refuses is said and left alone. Changes in /proc and /sys last until the next boot.
set -euo pipefail

# Another root is for tests of these scripts.
root="${TUNE_HOST_ROOT:-}"
state="$root/var/lib/busyhour/tuning"
journal="$state/changes" # path|before|after, oldest first
log="$state/log"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

apply=0
profile=vm
cores=""

usage() {
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

while (($# > 0)); do
    case "$1" in
        --apply) apply=1 ;;
        --profile) profile="${2:-}" && shift ;;
        --cores) cores="${2:-}" && shift ;;
        *) usage ;;
    esac
    shift || usage
done
[[ -r "$here/profiles/$profile.conf" && "$profile" != */* ]] || {
    echo "apply-host.sh: --profile: found '$profile', expected laptop, vm or metal" >&2
    exit 2
}
[[ -z "$cores" || "$cores" =~ ^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$ ]] || {
    echo "apply-host.sh: --cores: found '$cores', expected cores like 1 or 2-5,8" >&2
    exit 2
}
if ((apply == 1)) && [[ -z "$root" && $(id -u) != 0 ]]; then
    echo "apply-host.sh: changing the host needs root: sudo $0 ..." >&2
    exit 1
fi

declare -A wanted=()
while IFS='=' read -r key value; do
    [[ -z "$key" || "$key" == \#* ]] || wanted[$key]=$value
done <"$here/profiles/$profile.conf"

changed=0 refused=0 right=0

# What a file of the kernel says; of a choice the one in brackets.
value() {
    local text
    text=$(tr -s '[:space:]' ' ' <"$root$1" 2>/dev/null) || return 1
    text=${text% }
    if [[ "$text" =~ \[([^]]*)\] ]]; then text=${BASH_REMATCH[1]}; fi
    printf '%s' "$text"
}

note() { # journal line, words
    mkdir -p "$state"
    printf '%s\n' "$1" >>"$journal"
    printf '%s apply %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$2" >>"$log"
}

# Sets a file of the kernel, which may read back in other words (2-3 for 2,3).
set_value() { # path, value
    local path=$1 after=$2 before now
    before=$(value "$path") || {
        echo "absent   $path"
        return 0
    }
    if [[ "$before" == "$after" ]]; then
        right=$((right + 1))
        echo "right    $path: '$before'"
        return 0
    fi
    if ((apply == 0)); then
        changed=$((changed + 1))
        echo "would    $path: '$before' -> '$after'"
        return 0
    fi
    note "$path|$before|$after" "$path: '$before' -> '$after'"
    printf '%s\n' "$after" 2>/dev/null >"$root$path" || true # looked at below
    now=$(value "$path")
    sed -i '$d' "$journal"
    if [[ "$now" == "$before" ]]; then
        refused=$((refused + 1))
        printf '%s refused %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$path" >>"$log"
        echo "refused  $path: it stays at '$before'"
    else
        printf '%s\n' "$path|$before|$now" >>"$journal"
        changed=$((changed + 1))
        echo "changed  $path: '$before' -> '$now'"
    fi
}

# Sets a number of the kernel that is too small.
raise() { # path, least
    local is
    is=$(value "$1") || {
        echo "absent   $1"
        return 0
    }
    if [[ "$is" =~ ^[0-9]+$ ]] && ((is >= $2)); then set_value "$1" "$is"; else set_value "$1" "$2"; fi
}

governors() { # governor
    local path
    for path in "$root"/sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor; do
        [[ -e "$path" ]] || {
            echo "absent   /sys/devices/system/cpu/cpu*/cpufreq: the hypervisor or the firmware rules the clock"
            return 0
        }
        set_value "${path#"$root"}" "$1"
    done
}

# The media's ports, where the kernel might give them to outgoing connections.
reserve_ports() { # range
    local local_range reserved first
    local_range=$(value /proc/sys/net/ipv4/ip_local_port_range) || return 0
    reserved=$(value /proc/sys/net/ipv4/ip_local_reserved_ports) || return 0
    read -r first _ <<<"$local_range"
    if ((first > ${1#*-})); then
        right=$((right + 1))
        echo "right    /proc/sys/net/ipv4/ip_local_port_range: $local_range is clear of the media ports $1"
    elif [[ ",$reserved," == *",$1,"* ]]; then
        set_value /proc/sys/net/ipv4/ip_local_reserved_ports "$reserved"
    else
        set_value /proc/sys/net/ipv4/ip_local_reserved_ports "${reserved:+$reserved,}$1"
    fi
}

# A list like 0-1,4 as one number a line.
numbers() {
    local part
    for part in ${1//,/ }; do seq "${part%-*}" "${part#*-}"; done
}

interrupts() {
    local path others
    if [[ -z "$cores" ]]; then
        echo "skipped  /proc/irq: interrupts stay where they are; --cores LIST keeps them off the shards' cores"
        return 0
    fi
    others=$(comm -23 <(numbers "$(value /sys/devices/system/cpu/online)" | sort) <(numbers "$cores" | sort) | sort -n | paste -sd, -)
    if [[ -z "$others" ]]; then
        echo "skipped  /proc/irq: no core is left for interrupts beside $cores"
        return 0
    fi
    for path in "$root"/proc/irq/[0-9]*/smp_affinity_list; do
        [[ -e "$path" ]] || continue
        irq_away "${path#"$root"}" "$others"
    done
    if [[ -z "$root" ]] && pgrep -x irqbalance >/dev/null 2>&1; then
        echo "advice   irqbalance moves interrupts back: systemctl stop irqbalance, or IRQBALANCE_BANNED_CPULIST=$cores in /etc/default/irqbalance"
    fi
}

irq_away() { # path, cores
    local is
    is=$(value "$1") || return 0
    if [[ "$(numbers "$is" | paste -sd, -)" == "$2" ]]; then
        right=$((right + 1))
    else
        set_value "$1" "$2" # many interrupts cannot be moved: the kernel refuses
    fi
}

open_files() { # limit
    local path=/etc/security/limits.d/busyhour.conf content
    content="# by tuning/apply-host.sh; tuning/revert-host.sh takes it away
* - nofile $1
root - nofile $1"
    if [[ -e "$root$path" ]]; then
        right=$((right + 1))
        echo "right    $path: there already"
    elif ((apply == 0)); then
        changed=$((changed + 1))
        echo "would    $path: 'none' -> '* - nofile $1' (for logins from then on)"
    else
        mkdir -p "$root${path%/*}"
        note "$path|none|$(printf '%s\n' "$content" | cksum)" "$path: none -> nofile $1"
        printf '%s\n' "$content" >"$root$path"
        changed=$((changed + 1))
        echo "changed  $path: 'none' -> '* - nofile $1' (for logins from now on)"
    fi
}

isolation() {
    local list=${cores:-2-5}
    echo "advice   isolation: add isolcpus=$list nohz_full=$list rcu_nocbs=$list to GRUB_CMDLINE_LINUX in /etc/default/grub, update-grub, reboot;"
    echo "         then ./busyhour run --cores $list --idle spin"
}

((apply == 1)) || echo "dry run: nothing is changed without --apply"
[[ -z "${wanted[governor]:-}" ]] || governors "${wanted[governor]}"
raise /proc/sys/net/core/rmem_max "${wanted[rmem_max]}"
raise /proc/sys/net/core/wmem_max "${wanted[wmem_max]}"
raise /proc/sys/net/core/netdev_max_backlog "${wanted[netdev_max_backlog]}"
reserve_ports "${wanted[reserved_ports]}"
open_files "${wanted[nofile]}"
[[ -z "${wanted[thp]:-}" ]] || set_value /sys/kernel/mm/transparent_hugepage/enabled "${wanted[thp]}"
[[ -z "${wanted[irq]:-}" ]] || interrupts
[[ -z "${wanted[isolation]:-}" ]] || isolation
if ((apply == 1)); then
    echo "$changed changed, $right right already, $refused refused; tuning/revert-host.sh --apply puts them back"
else
    echo "$changed would be changed, $right right already"
fi
