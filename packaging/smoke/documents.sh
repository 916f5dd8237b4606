#!/usr/bin/env bash
# Looks at what the package says of itself.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

DOCUMENTS=/usr/share/doc/grnstudio

licences() {
    local name
    for name in torch PySide6 numba llvmlite scipy numpy python-libsbml Python; do
        grep -qiE "^$name.* [0-9][0-9.+a-z]*: " "$DOCUMENTS/copyright" || { echo "no $name" && return 1; }
    done
}

main() {
    check "copyright has the licences of what is bundled" licences
    tell told "length of the copyright file" "$(wc -l <"$DOCUMENTS/copyright") lines"
    check "the command is on the path" test -x /usr/bin/grnstudio
}

main
