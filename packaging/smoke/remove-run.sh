#!/usr/bin/env bash
# Removes what the portable file installed, and looks at what is left.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

PROJECT=$HOME/study.grnstudio

left() {
    find "$HOME" -iname '*grnstudio*' -prune ! -name '*.grnstudio' -printf '%P\n' | sort
}

uninstall() {
    sh "$HOME/.local/opt/grnstudio/uninstall.sh" | tee /found/removed.txt
    grep -i projects /found/removed.txt >/dev/null
}

only_data_is_left() {
    ! left | grep -vE '^\.(config|local/state|cache|local/share)/grnstudio$'
}

main() {
    local before
    before=$(sha256sum "$PROJECT")
    check "uninstalls, and says that projects stay" uninstall
    check "only settings, caches and autosaves are left" only_data_is_left
    check "projects stay as they were" test "$before" = "$(sha256sum "$PROJECT")"
    tell told "left in the person's folder" "$(left | paste -sd ' ')"
}

main
