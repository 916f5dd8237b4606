# shellcheck shell=bash
# How the parts of the smoke test tell what they found; all of them source this.

RESULTS=/found/results.tsv

# Tells that $2 came out as $1 (passed, FAILED or told), with a figure or a reason.
tell() {
    printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}" | tee -a "$RESULTS"
}

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }'; }

# Runs a command and tells whether it went well and how long it took: check WHAT COMMAND...
# A function ends at what fails in it, which it would not if it were asked for with if, && or ||.
check() {
    local start=$EPOCHREALTIME code
    set +e
    (
        set -e
        "${@:2}"
    )
    code=$?
    set -e
    if ((code == 0)); then
        tell passed "$1" "$(seconds_since "$start")"
    else
        tell FAILED "$1" "exit code $code after $(seconds_since "$start")"
    fi
}

# Tells whether $2 is at most $3, all in $4.
at_most() {
    local state=FAILED
    awk -v a="$2" -v b="$3" 'BEGIN { exit !(a != "" && a <= b) }' && state=passed
    tell "$state" "$1" "$2 $4, at most $3"
}

# Whether a command comes true within $1 seconds.
within() {
    local end=$((SECONDS + $1))
    until "${@:2}"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# Lists Pythons that a program could find.
pythons() {
    find / -xdev \( -path /proc -o -path /home -o -path /opt/grnstudio \) -prune -o \
        -name 'python*' -type f -perm /111 -print
}

has_no_python() { [[ -z $(pythons) ]] && ! command -v python3; }
