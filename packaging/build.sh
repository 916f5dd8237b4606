#!/usr/bin/env bash
# Builds what users install, into dist/:
#
#   bash packaging/build.sh [deb|appimage|run|all]
#
# The frozen folder build/frozen/grnstudio is made first and packed after; where one of the same
# sources stands it is packed as it is. "freeze" makes the folder and no more.
#
# GRNSTUDIO_KEEP_FROZEN  if set, what stands is packed, whatever it was made of
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/setup.sh
source "$HERE/setup.sh"

VENV=$ROOT/build/env
FROZEN=$ROOT/build/frozen/grnstudio
DIST=$ROOT/dist
ID=io.github.grnstudio.GRNStudio
VERSION=$(version)
LINUX=$HERE/linux
BUILD_PACKAGES=(binutils zstd)
# Qt's platform plug-ins need these; those that a desktop may lack go into the frozen folder.
XCB_PACKAGES=(libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    libxkbcommon-x11-0 libxkbcommon0)
STRAY=(PYTHONPATH PYTHONHOME GRNSTUDIO_GPU_PACK GRNSTUDIO_TIME_START)

# ---- tools and sources -----------------------------------------------------------------------

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# Installs the Debian packages that are missing, or says in words which ones they are.
require_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    ((${#missing[@]} == 0)) || apt_install "${missing[@]}" ||
        fail "building needs these packages: ${missing[*]}. Install them with" \
            "'sudo apt install ${missing[*]}', then start this again."
}

# PyInstaller needs Python as a shared library, which Debian packs apart.
require_shared_python() {
    local library
    library=$("$1" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')
    if ! "$1" -c 'import os, sys, sysconfig
folders = [sysconfig.get_config_var("LIBDIR"), "/usr/lib/x86_64-linux-gnu"]
name = "libpython%d.%d.so.1.0" % sys.version_info[:2]
sys.exit(not any(os.path.exists(os.path.join(f, name)) for f in folders))'; then
        require_packages "$library"
    fi
}

# The reproducible part of the environment: one hash seed, the commit's time, one language.
fix_environment() {
    SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct) ||
        fail "building needs the sources as a git checkout: the commit is part of the build."
    GRNSTUDIO_COMMIT=$(git -C "$ROOT" log -1 --format='%H %cI')
    export SOURCE_DATE_EPOCH GRNSTUDIO_COMMIT PYTHONHASHSEED=1 LC_ALL=C.UTF-8 TZ=UTC
    umask 022
    unset "${STRAY[@]}"
    [[ -z $(git -C "$ROOT" status --porcelain -- grnstudio resources packaging pyproject.toml) ]] ||
        say "There are changes that are not committed: the build is not that of its commit."
}

make_environment() {
    ensure_venv
    require_shared_python "$VENV/bin/python"
    PIP_LOG=$(mktemp)
    export PIP_CONSTRAINT=$HERE/constraints.txt
    install_torch_cpu
    say "Installing what GRNStudio stands on, and PyInstaller"
    pip_install "$ROOT" pyinstaller hatchling || pip_failed "GRNStudio"
    pip_install --no-deps --no-build-isolation --force-reinstall "$ROOT" || pip_failed "GRNStudio"
    rm -f "$PIP_LOG"
}

# ---- the frozen folder -----------------------------------------------------------------------

sources_stamp() {
    (
        cd "$ROOT"
        git log -1 --format=%H
        find grnstudio resources packaging pyproject.toml -type f ! -path '*/__pycache__/*' \
            ! -path 'packaging/linux/*' ! -name '*.sh' -print0 | sort -z | xargs -0 sha256sum
    ) | sha256sum | cut -d ' ' -f 1
}

freeze() {
    local stamp mark=$ROOT/build/frozen/.sources log=$ROOT/build/freeze.log
    if [[ -n ${GRNSTUDIO_KEEP_FROZEN:-} && -f $mark ]]; then
        say "Packing the frozen folder as it stands: $FROZEN"
        return
    fi
    stamp=$(sources_stamp)
    if [[ $(cat "$mark" 2>/dev/null) == "$stamp" && -f $DIST/MANIFEST ]]; then
        say "The frozen folder stands for these sources already: $FROZEN"
        return
    fi
    require_packages "${BUILD_PACKAGES[@]}" "${QT_PACKAGES[@]}" "${XCB_PACKAGES[@]}"
    make_environment
    rm -f "$mark"
    say "Freezing the program: some minutes (log: $log)"
    "$VENV/bin/python" -m PyInstaller --noconfirm --clean --log-level WARN \
        --distpath "$ROOT/build/frozen" --workpath "$ROOT/build/work" \
        "$HERE/grnstudio.spec" >"$log" 2>&1 || { tail -n 20 "$log" >&2 && fail "freezing failed."; }
    say "Adding licences, stripping libraries, compiling kernels and testing what was made"
    (cd "$ROOT/build" && "$VENV/bin/python" "$HERE/finish.py" "$FROZEN/grnstudio" \
        "$FROZEN/_internal" "$DIST/MANIFEST") >>"$log" 2>&1 ||
        { tail -n 40 "$log" >&2 && fail "the frozen program is not sound."; }
    find "$FROZEN" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
    echo "$stamp" >"$mark"
}

# ---- what desktops want ----------------------------------------------------------------------

# Lays menu entry, MIME types, icons, man page and metadata out under $1, with $2 as the command.
lay_out_desktop_files() {
    local share=$1/share command=$2
    mkdir -p "$share"/{applications,mime/packages,metainfo,man/man1}
    sed "s|@COMMAND@|$command|g" "$LINUX/$ID.desktop" >"$share/applications/$ID.desktop"
    cp "$LINUX/grnstudio.xml" "$share/mime/packages/grnstudio.xml"
    sed "s|@VERSION@|$VERSION|g; s|@DATE@|$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)|g" \
        "$LINUX/$ID.metainfo.xml" >"$share/metainfo/$ID.metainfo.xml"
    sed "s|@VERSION@|$VERSION|g; s|@DATE@|$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)|g" \
        "$LINUX/grnstudio.1" | gzip -9n >"$share/man/man1/grnstudio.1.gz"
    QT_QPA_PLATFORM=offscreen "$VENV/bin/python" "$LINUX/icons.py" "$share/icons/hicolor" "$ID"
}

megabytes() { echo "$(($(stat -c %s "$1") / 1000000)) MB"; }

# Archives folder $1 so that the same files give the same bytes; "." is its name in the archive.
archive() {
    tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --format=gnu -cf - .
}

sum_up() {
    local files
    mapfile -t files < <(find "$DIST" -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | sort)
    (cd "$DIST" && sha256sum "${files[@]}" >SHA256SUMS)
}

# shellcheck source=packaging/linux/deb.sh
source "$LINUX/deb.sh"
# shellcheck source=packaging/linux/run.sh
source "$LINUX/run.sh"
# shellcheck source=packaging/linux/appimage.sh
source "$LINUX/appimage.sh"

main() {
    local what=${1:-all}
    case $what in
    deb | run | appimage | all | freeze) ;;
    *) fail "'$what' cannot be built; deb, run, appimage, all and freeze can." ;;
    esac
    fix_environment
    mkdir -p "$DIST" "$ROOT/build"
    freeze
    case $what in deb | all) build_deb ;; esac
    case $what in run | all) build_run ;; esac
    case $what in appimage | all) build_appimage ;; esac
    sum_up
    say "Done: what was built is in $DIST"
}

main "$@"
