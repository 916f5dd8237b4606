#!/usr/bin/env bash
# Times starts of the program up to its first paint: first-paint.sh PROGRAM
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh
# shellcheck source=packaging/smoke/screen.sh
source /smoke/screen.sh

read -ra PROGRAM <<<"$1"
LOG=/found/first-paint.txt
MOST=1.5

# Starts the program once, and ends it when its pages are there; adds what it says to the log.
start_once() {
    local said
    said=$(mktemp)
    GRNSTUDIO_TIME_START=1 "${PROGRAM[@]}" 2>"$said" &
    within 120 grep -q 'all pages' "$said" || return 1
    kill $!
    wait $! || true
    cat "$said" >>"$LOG"
}

times() { sed -nE "s/^grnstudio: $1 after ([0-9.]+) s$/\1/p" "$LOG"; }
best() { times "$1" | tail -n +2 | sort -n | head -n 1; }
middle() { times "$1" | tail -n +2 | sort -n | sed -n 3p; }

main() {
    local start
    open_screen
    for start in 1 2 3 4 5 6; do start_once || tell FAILED "start $start came to its pages"; done
    at_most "first paint, warm, the best of five" "$(best 'first paint')" "$MOST" s
    tell told "first paint, warm, the middle of five" "$(middle 'first paint') s"
    tell told "first paint, the first time" "$(times 'first paint' | head -n 1) s"
    tell told "all pages, warm, the best of five" "$(best 'all pages') s"
}

main
