#!/usr/bin/env bash
# Installs the portable file into the person's own folder, without root's rights.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

RUN=/smoke/GRNStudio.run

main() {
    cd "$HOME"
    tell told "size of the file" "$(stat -c %s "$RUN" | awk '{ printf "%.0f MB", $1 / 1e6 }')"
    check "says that it is whole" sh "$RUN" --check
    check "installs for one user" sh "$RUN"
    tell told "size installed" "$(du -sb .local/opt/grnstudio | awk '{ printf "%.0f MB", $1 / 1e6 }')"
}

main
