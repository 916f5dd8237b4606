#!/bin/sh
# Removes the GRNStudio whose folder this stands in; leaves projects, settings and GPU packs.
set -eu

FOLDER=$(cd "$(dirname "$0")" && pwd)
if ! [ -x "$FOLDER/grnstudio" ] || ! [ -f "$FOLDER/.installed" ]; then
    echo "GRNStudio: $FOLDER is no folder that GRNStudio was installed into." >&2
    exit 1
fi

# Runs $1 with the rest if it is there: desktops without it find out by themselves.
tell() { if command -v "$1" >/dev/null; then "$@" >/dev/null 2>&1 || true; fi; }

# The folder and the link that the menu entry and the command went to, and then what went there.
{
    read -r DATA
    read -r LINK
    while read -r file; do rm -f "$DATA/$file"; done
} <"$FOLDER/.installed"
if [ "$(readlink "$LINK")" = "$FOLDER/grnstudio" ]; then rm -f "$LINK"; fi
rm -rf "$FOLDER"
tell update-desktop-database "$DATA/applications"
tell update-mime-database "$DATA/mime"

cat <<END
GRNStudio is removed. These are left, and may be deleted by hand:
  projects (*.grnstudio), wherever they were saved
  ${XDG_CONFIG_HOME:-$HOME/.config}/grnstudio  settings
  ${XDG_STATE_HOME:-$HOME/.local/state}/grnstudio  autosaves of running jobs
  $DATA/grnstudio  a GPU pack, if there is one
  ${XDG_CACHE_HOME:-$HOME/.cache}/grnstudio  compiled kernels
END
exit 0
