#!/usr/bin/env bash
# Puts back what apply-host.sh changed, the last change first.
#
#   tuning/revert-host.sh            prints what it would put back
#   tuning/revert-host.sh --apply    puts it back (as root)
#
# A value that somebody else has changed since is said and left alone; --force puts that back, too. Exit code 1 when something was left.
set -euo pipefail

# Another root is for tests of these scripts.
root="${TUNE_HOST_ROOT:-}"
state="$root/var/lib/busyhour/tuning"
journal="$state/changes"
log="$state/log"

apply=0
force=0
for argument in "$@"; do
    case "$argument" in
        --apply) apply=1 ;;
        --force) force=1 ;;
        *)
            sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
            exit 2
            ;;
    esac
done
if [[ ! -s "$journal" ]]; then
    echo "nothing to put back"
    exit 0
fi
if ((apply == 1)) && [[ -z "$root" && $(id -u) != 0 ]]; then
    echo "revert-host.sh: changing the host needs root: sudo $0 ..." >&2
    exit 1
fi

value() {
    local text
    text=$(tr -s '[:space:]' ' ' <"$root$1" 2>/dev/null) || return 1
    text=${text% }
    if [[ "$text" =~ \[([^]]*)\] ]]; then text=${BASH_REMATCH[1]}; fi
    printf '%s' "$text"
}

# What is there now, as the journal tells it: a file of ours by its checksum.
present() { # path
    case "$1" in
        /etc/*) if [[ -e "$root$1" ]]; then cksum <"$root$1"; else printf none; fi ;;
        *) value "$1" || printf absent ;;
    esac
}

restore() { # path, before
    case "$1" in
        /etc/*) rm -f "$root$1" ;;
        *) printf '%s\n' "$2" 2>/dev/null >"$root$1" ;;
    esac
}

say() { # words for the log, after what was done
    printf '%s revert %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$log"
}

((apply == 1)) || echo "dry run: nothing is changed without --apply"
put_back=0
left=()
declare -A later=() # what a dry run would have put back already
while IFS='|' read -r path before after; do
    now=${later[$path]-$(present "$path")}
    if [[ "$now" == "$before" ]]; then
        echo "right    $path: '$before'"
    elif [[ "$now" != "$after" ]] && ((force == 0)); then
        echo "left     $path: '$now' is neither ours ('$after') nor what was before ('$before')"
        left+=("$path|$before|$after")
    elif ((apply == 0)); then
        put_back=$((put_back + 1))
        later[$path]=$before
        echo "would    $path: '$now' -> '$before'"
    elif restore "$path" "$before" && [[ "$(present "$path")" == "$before" ]]; then
        put_back=$((put_back + 1))
        say "$path: '$now' -> '$before'"
        echo "restored $path: '$now' -> '$before'"
    else
        echo "refused  $path: it stays at '$(present "$path")'"
        left+=("$path|$before|$after")
    fi
done < <(tac "$journal")

if ((apply == 0)); then
    echo "$put_back would be put back, ${#left[@]} left alone"
    exit 0
fi
: >"$journal.new"
for ((i = ${#left[@]} - 1; i >= 0; i--)); do printf '%s\n' "${left[i]}" >>"$journal.new"; done
mv "$journal.new" "$journal"
echo "$put_back put back, ${#left[@]} left alone"
((${#left[@]} == 0))
