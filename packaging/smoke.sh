#!/usr/bin/env bash
# Tries what build.sh made on bare Debian systems without Python, as a person who installs it would:
#
#   bash packaging/smoke.sh [deb|run|appimage|all] [bookworm|trixie ...]
#
# Needs root's rights, for the bare systems are entered with chroot. What was found is printed as a
# table and kept with screenshots and logs in build/smoke/SYSTEM-ARTEFACT; the exit code is 0 only
# if all passed. The bare systems and Debian packages that were fetched stay for the next time.
#
# GRNSTUDIO_DIST  the folder with what is tried, instead of dist/
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/setup.sh
source "$HERE/setup.sh"
# shellcheck source=packaging/smoke/roots.sh
source "$HERE/smoke/roots.sh"

SMOKE=$ROOT/build/smoke
DIST=${GRNSTUDIO_DIST:-$ROOT/dist}
ID=io.github.grnstudio.GRNStudio
PERSON_HOME=/home/person
SUITES=(bookworm trixie)
TRIED=()
DEB_MB=320 INSTALLED_MB=1000 # what the package may take

# Prints the one file of dist/ whose name ends with $1.
artefact() {
    local found
    mapfile -t found < <(find "$DIST" -maxdepth 1 -name "*$1" 2>/dev/null)
    ((${#found[@]} == 1)) ||
        fail "there are ${#found[@]} files *$1 in $DIST; 'bash packaging/build.sh' makes one."
    echo "${found[0]}"
}

try_deb() {
    local deb
    deb=$(artefact .deb)
    cp "$deb" "$FILESYSTEM/smoke/grnstudio.deb"
    as_root_inside install-deb.sh "$DEB_MB" "$INSTALLED_MB"
    as_person_inside commands.sh grnstudio
    as_root_inside desktop-of-a-tester.sh
    as_person_inside entries.sh /usr/share
    as_person_inside documents.sh
    as_person_inside first-paint.sh grnstudio
    as_person_inside window.sh "gio launch /usr/share/applications/$ID.desktop" "gio open"
    as_root_inside remove-deb.sh
}

try_run() {
    local run
    run=$(artefact .run)
    cp "$run" "$FILESYSTEM/smoke/GRNStudio.run"
    as_root_inside desktop-of-a-tester.sh
    as_person_inside install-run.sh
    as_person_inside commands.sh "$PERSON_HOME/.local/bin/grnstudio"
    as_person_inside entries.sh "$PERSON_HOME/.local/share"
    as_person_inside first-paint.sh "$PERSON_HOME/.local/bin/grnstudio"
    as_person_inside window.sh \
        "gio launch $PERSON_HOME/.local/share/applications/$ID.desktop" "gio open"
    as_person_inside remove-run.sh
}

try_appimage() {
    local image start="/smoke/GRNStudio.AppImage --appimage-extract-and-run"
    image=$(artefact .AppImage)
    cp "$image" "$FILESYSTEM/smoke/GRNStudio.AppImage"
    chmod 755 "$FILESYSTEM/smoke/GRNStudio.AppImage"
    as_root_inside desktop-of-a-tester.sh
    as_person_inside commands.sh "$start"
    as_person_inside window.sh "$start" "$start"
}

# Tries artefact $2 in a fresh system of suite $1.
try_in() {
    local suite=$1 kind=$2
    FOUND=$SMOKE/$suite-$kind
    TRIED+=("$FOUND")
    say "== $kind in a bare $suite"
    artefact ".${kind/appimage/AppImage}" >/dev/null
    rm -rf "$FOUND"
    mkdir -p "$FOUND"
    fresh_system "$suite"
    "try_$kind"
    throw_away "$FILESYSTEM"
}

print_table() {
    local folder state what figure
    for folder in "${TRIED[@]}"; do
        printf '\n%s\n' "$(basename "$folder")"
        while IFS=$'\t' read -r state what figure; do
            printf '  %-7s %-62s %s\n' "$state" "$what" "$figure"
        done <"$folder/results.tsv"
    done
}

has_failed() { grep -qs '^FAILED' "${TRIED[@]/%//results.tsv}"; }

main() {
    local kinds=(deb run appimage) suites=("${@:2}") suite kind
    case ${1:-all} in
    deb | run | appimage) kinds=("$1") ;;
    all) ;;
    *) fail "'$1' cannot be tried; deb, run, appimage and all can." ;;
    esac
    ((${#suites[@]} > 0)) || suites=("${SUITES[@]}")
    require_root
    mkdir -p "$SMOKE"
    for suite in "${suites[@]}"; do
        bare_system "$suite" || continue
        for kind in "${kinds[@]}"; do try_in "$suite" "$kind"; done
    done
    ((${#TRIED[@]} > 0)) || fail "nothing was tried."
    print_table | tee "$SMOKE/table.txt"
    ! has_failed || fail "not all passed; logs and screenshots are in $SMOKE."
    say "All passed; screenshots are in $SMOKE."
}

main "$@"
