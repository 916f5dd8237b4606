#!/usr/bin/env bash
# Tries the program without a window and without a network: commands.sh PROGRAM
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

read -ra PROGRAM <<<"$1"
SELFTEST=/found/selftest.json

version() { "${PROGRAM[@]}" --version | tee /found/version.txt; }

names_its_commit() { grep -qE '[0-9a-f]{7,}' /found/version.txt; }

examples() { "${PROGRAM[@]}" examples | grep schloegl >/dev/null; }

selftest() { "${PROGRAM[@]}" --selftest --json "$SELFTEST" 2>&1 | tee /found/selftest.txt; }

simulate() {
    rm -f moments.csv
    "${PROGRAM[@]}" simulate schloegl --method ssa --end 20 --runs 20 --seed 1 -o moments.csv
    [[ -s moments.csv ]]
}

train() {
    "${PROGRAM[@]}" train circuit adaptation --seeds 2 --set steps=50 -o small.grnstudio &&
        "${PROGRAM[@]}" export small.grnstudio --graph small.svg --links small.csv
    [[ -s small.svg && -s small.csv ]]
}

# A person who has never run the program should not wait for a compiler. Times of files do not tell:
# an AppImage gives those that it unpacks the present one.
compiles_nothing() {
    grep ' 0 compiled here' /found/selftest.txt &&
        ! HOME=$(mktemp -d) NUMBA_DEBUG_CACHE=1 "${PROGRAM[@]}" simulate schloegl --method ssa \
            --end 1 --runs 2 -o moments.csv 2>&1 | grep 'data saved'
}

tells_no_error() { ! grep -E 'Traceback|Error:' /found/selftest.txt; }

main() {
    cd "$HOME"
    check "--version" version
    check "--version names the commit" names_its_commit
    check "lists its examples" examples
    check "a first simulation" simulate
    check "a second simulation" simulate
    check "self-test, without a network" selftest
    tell told "self-test" "$(tail -n 1 /found/selftest.txt)"
    check "the self-test complains of nothing" tells_no_error
    check "none of this compiled a kernel" compiles_nothing
    check "trains in the terminal and exports" train
}

main
