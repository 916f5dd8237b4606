#!/bin/sh
# GRNStudio @VERSION@ for one user of 64-bit Linux: no root's rights, no Python, nothing to install
# before. The program is packed behind this script.
set -eu

VERSION='@VERSION@'
ID='@ID@'
LINES=@LINES@
SUM='@SUM@'
MEGABYTES=@MEGABYTES@
DATA=${XDG_DATA_HOME:-$HOME/.local/share}
FOLDER=$HOME/.local/opt/grnstudio
LINK=$HOME/.local/bin/grnstudio

say() { printf '%s\n' "$*"; }

fail() {
    say "GRNStudio: $*" >&2
    exit 1
}

usage() {
    cat <<END
GRNStudio $VERSION for one user.

  sh $(basename "$0")                   install into $FOLDER,
                                        with a menu entry and the command grnstudio
  sh $(basename "$0") --folder FOLDER   install into another folder
  sh $(basename "$0") --portable FOLDER unpack only: no menu entry, no command
  sh $(basename "$0") --check           say whether this file is whole
  sh $(basename "$0") --help            say this

To remove it: sh $FOLDER/uninstall.sh. Projects and settings stay.
END
}

payload() { tail -n +$((LINES + 1)) "$0"; }

check() {
    command -v sha256sum >/dev/null || return 0
    [ "$(payload | sha256sum | cut -d ' ' -f 1)" = "$SUM" ] ||
        fail "this file is not whole; download it again."
}

require_fit() {
    [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] ||
        fail "this is for Linux on 64-bit Intel and AMD processors; here is $(uname -s) $(uname -m)."
    glibc=$(ldd --version 2>/dev/null | sed -nE '1s/.* ([0-9]+\.[0-9]+)$/\1/p')
    if [ -n "$glibc" ] && [ "$(printf '%s\n2.36\n' "$glibc" | sort -V | head -n 1)" != 2.36 ]; then
        fail "this needs a system of 2022 or later (glibc 2.36); here is glibc $glibc."
    fi
}

require_room() {
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$MEGABYTES" ] || fail "$1 has $free MB free; GRNStudio takes $MEGABYTES MB."
}

# Unpacks into $1, which is then whole or as it was.
unpack() {
    parent=$(dirname "$1")
    mkdir -p "$parent" || fail "could not make the folder $parent."
    if [ -e "$1" ] && [ ! -x "$1/grnstudio" ]; then
        fail "$1 is there already, and is no GRNStudio. Name another folder with --folder."
    fi
    require_room "$parent"
    staged=$(mktemp -d "$parent/.grnstudio-XXXXXX")
    trap 'rm -rf "$staged"' EXIT INT TERM
    say "Unpacking into $1 ($MEGABYTES MB)"
    payload | gzip -dc | tar -xf - -C "$staged" --no-same-owner || fail "could not unpack."
    rm -rf "$1"
    mv "$staged/program" "$1"
}

# Runs $1 with the rest if it is there: desktops without it find out by themselves.
tell() { if command -v "$1" >/dev/null; then "$@" >/dev/null 2>&1 || true; fi; }

refresh() {
    tell update-desktop-database "$DATA/applications"
    tell update-mime-database "$DATA/mime"
    tell gtk-update-icon-cache -qtf "$DATA/icons/hicolor"
}

add_to_desktop() {
    mkdir -p "$DATA" "$(dirname "$LINK")"
    share=$staged/share
    sed -i "s|^Exec=[^ ]*|Exec=\"$FOLDER/grnstudio\"|" "$share/applications/$ID.desktop"
    cp "$staged/uninstall.sh" "$FOLDER/uninstall.sh"
    { printf '%s\n' "$DATA" "$LINK" && cd "$share" && find . -type f; } >"$FOLDER/.installed"
    cp -R "$share/." "$DATA/"
    ln -sfn "$FOLDER/grnstudio" "$LINK"
    refresh
}

install() {
    require_fit
    check
    unpack "$FOLDER"
    add_to_desktop
    say "GRNStudio is installed. Start it from the menu, or with $LINK"
    case ":$PATH:" in
    *":$(dirname "$LINK"):"*) ;;
    *) say "($(dirname "$LINK") is not in PATH yet: log in again, or name the whole path.)" ;;
    esac
    say "To remove it: sh $FOLDER/uninstall.sh"
}

whole_path() {
    case $1 in
    /*) echo "${1%/}" ;;
    *) echo "$PWD/${1%/}" ;;
    esac
}

case ${1:-} in
'') install ;;
--folder)
    FOLDER=$(whole_path "${2:?"--folder wants the name of a folder"}")
    install
    ;;
--portable)
    require_fit
    check
    unpack "$(whole_path "${2:?"--portable wants the name of a folder"}")"
    say "GRNStudio is in $2. Start it with $2/grnstudio; to remove it, delete the folder."
    ;;
--check)
    check
    say "This file is whole: GRNStudio $VERSION."
    ;;
--help | -h) usage ;;
*) fail "there is no option '$1'; --help lists those there are." ;;
esac
exit 0
