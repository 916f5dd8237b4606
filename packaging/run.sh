#!/usr/bin/env bash
# Sets GRNStudio up if need be, and starts it. Options are passed on to grnstudio.
#
# Without a display and without options it does the main job in the terminal instead: it trains a
# circuit for the adaptation example and writes the network it found into ./grnstudio-adaptation.
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

train_without_window() {
    local folder=$PWD/grnstudio-adaptation
    local study=$folder/adaptation.grnstudio
    say "There is no display here, so no window can open. Training a circuit for the adaptation" \
        "example instead; everything goes to $folder"
    mkdir -p "$folder"
    "$VENV/bin/grnstudio" train circuit adaptation -o "$study"
    "$VENV/bin/grnstudio" export "$study" \
        --graph "$folder/network.png" --graph "$folder/network.svg" \
        --json "$folder/network.json" --graphml "$folder/network.graphml" \
        --links "$folder/links.csv"
}

set_up run
if has_display || [[ $# -gt 0 ]]; then
    exec "$VENV/bin/grnstudio" "$@"
fi
train_without_window
