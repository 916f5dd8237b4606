#!/usr/bin/env bash
# Looks at what a desktop sees of the program: entries.sh SHARE, the folder that holds its entries
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

SHARE=$1
ID=io.github.grnstudio.GRNStudio
PROJECT=application/x-grnstudio-project
EMULATOR=application/x-grnstudio-emulator

menu_entry() { desktop-file-validate "$SHARE/applications/$ID.desktop"; }

metadata() { appstreamcli validate --no-net --explain "$SHARE/metainfo/$ID.metainfo.xml"; }

icons() {
    local size
    for size in 16 32 48 128 256; do
        test -s "$SHARE/icons/hicolor/${size}x$size/apps/$ID.png" || return 1
        test -s "$SHARE/icons/hicolor/${size}x$size/mimetypes/application-x-grnstudio-project.png" ||
            return 1
    done
    test -s "$SHARE/icons/hicolor/scalable/apps/$ID.svg"
}

# Whether a file with the ending $1 is known by its name to be of type $2.
is_known() {
    local file
    file=$(mktemp --suffix "$1")
    echo text >"$file"
    gio info -a standard::content-type "$file" | grep -q "content-type: $2"
    rm "$file"
}

opens() { gio mime "$1" | grep -i default | grep -q "$ID.desktop"; }

main() {
    check "menu entry is valid" menu_entry
    check "AppStream metadata is valid" metadata
    check "icons are there in all sizes" icons
    check "*.grnstudio is known by its type" is_known .grnstudio "$PROJECT"
    check "*.emulator is known by its type" is_known .emulator "$EMULATOR"
    check "the program opens projects by default" opens "$PROJECT"
    check "the program opens emulators by default" opens "$EMULATOR"
    check "man page" bash -c 'man grnstudio | grep -q SYNOPSIS'
}

main
