#!/usr/bin/env bash
# Makes the installer for Windows of the frozen folder: make-installer.sh [FOLDER [OUTPUT]]
#
# makensis has to be on the path; it runs on Linux as well (Debian's package nsis).
# GRNSTUDIO_NSIS_TARGET  the kind of installer program, where makensis has several: amd64-unicode
# GRNSTUDIO_SIGN         the command that signs a file named after it
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
HERE=$ROOT/packaging/windows

# Prints a path as makensis understands it, which is a program of Windows where this runs there.
native() { if command -v cygpath >/dev/null; then cygpath -m "$1"; else echo "$1"; fi; }

# Prints the version as the four numbers that Windows asks for: 1.2.0rc1 is 1.2.0.0.
numbers() {
    local plain
    plain=$(version | grep -oE '^[0-9]+(\.[0-9]+){0,2}')
    while [[ $plain != *.*.*.* ]]; do plain+=.0; done
    echo "$plain"
}

compile() {
    local folder=$1 output=$2 names
    names=(
        "-DVERSION=$(version)"
        "-DNUMBERS=$(numbers)"
        "-DFOLDER=$(native "$folder")"
        "-DICON=$(native "${GRNSTUDIO_ICON:-$ROOT/build/icons/grnstudio.ico}")"
        "-DLICENCE=$(native "$ROOT/LICENSE")"
        "-DCLI=$(native "$HERE")"
        "-DSIZE_KB=$(du -sk "$folder" | cut -f 1)"
        "-DOUTPUT=$(native "$output")"
    )
    [[ -z ${GRNSTUDIO_NSIS_TARGET:-} ]] || names+=("-DTARGET=$GRNSTUDIO_NSIS_TARGET")
    [[ -z ${GRNSTUDIO_SIGN:-} ]] || names+=("-DSIGN=$GRNSTUDIO_SIGN")
    makensis -V2 -WX "${names[@]}" "$(native "$HERE/grnstudio.nsi")"
}

folder=${1:-$ROOT/build/frozen/grnstudio}
output=${2:-$ROOT/dist/GRNStudio-$(version)-windows-x64-setup.exe}
command -v makensis >/dev/null || fail "makensis is not on the path; install NSIS 3."
for needed in grnstudio.exe grnstudio-console.exe _internal; do
    [[ -e $folder/$needed ]] || fail "$folder has no $needed: it is no frozen folder for Windows."
done
folder=$(cd "$folder" && pwd)
mkdir -p "$(dirname "$output")"
output=$(cd "$(dirname "$output")" && pwd)/$(basename "$output")
compile "$folder" "$output"
say "$output: $(($(wc -c <"$output") / 1000000)) MB"
