#!/usr/bin/env bash
# Checks in about a minute what packages are made of; builds the wheel and the sdist, but no package.
# It needs the environment that packaging/test.sh makes. Tools that are missing are told of.
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

PYTHON=$VENV/bin/python
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
export QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
export PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTHONHOME

has() {
    command -v "$1" >/dev/null && return
    say "   $1 was not found: $2 not checked."
    return 1
}

check() {
    say "== $1"
    "${@:2}" || fail "stopped: $1 did not pass."
}

check_scripts() {
    local scripts
    has shellcheck "the scripts are" || return 0
    mapfile -t scripts < <(find packaging -name '*.sh' | sort)
    shellcheck -x "${scripts[@]}" .ci/run
}

# The values that the build fills in are none of the checker's business.
check_desktop_files() {
    local id=io.github.grnstudio.GRNStudio
    for name in $id.desktop $id.metainfo.xml; do
        sed 's|@COMMAND@|grnstudio|g; s|@VERSION@|1.0.0|g; s|@DATE@|2026-01-01|g' \
            "packaging/linux/$name" >"$WORK/$name"
    done
    if has desktop-file-validate "the menu entry is"; then
        desktop-file-validate "$WORK/$id.desktop" || return 1
    fi
    if has appstreamcli "the AppStream metadata are"; then
        appstreamcli validate --no-net "$WORK/$id.metainfo.xml" >"$WORK/log" ||
            { cat "$WORK/log" >&2 && return 1; }
    fi
}

check_windows_installer() {
    local folder=$WORK/windows
    has makensis "the installer for Windows is" || return 0
    mkdir -p "$folder/_internal/torch"
    echo >"$folder/_internal/torch/RECORD"
    for name in grnstudio.exe grnstudio-console.exe; do echo MZ >"$folder/$name"; done
    "$PYTHON" packaging/icons.py "$WORK/icons"
    GRNSTUDIO_ICON=$WORK/icons/grnstudio.ico \
        bash packaging/windows/make-installer.sh "$folder" "$WORK/GRNStudio-setup.exe"
}

build_wheel_and_sdist() {
    "$PYTHON" -m build --no-isolation --outdir "$WORK/dist" . >"$WORK/log" 2>&1 ||
        { tail -n 20 "$WORK/log" >&2 && return 1; }
    say "   $(cd "$WORK/dist" && du -k --apparent-size ./* | awk '{print $2, $1, "KB"}' | xargs)"
}

# Installs the wheel beside the packages of the test environment, but without its GRNStudio.
install_wheel() {
    "$PYTHON" -m venv --without-pip "$WORK/env"
    local packages
    packages=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    "$PYTHON" -m pip --python "$WORK/env/bin/python" install --quiet --no-deps --no-index \
        "$WORK"/dist/*.whl || return 1
    echo "$packages" >"$("$WORK/env/bin/python" -c \
        'import sysconfig; print(sysconfig.get_path("purelib"))')/of-tests.pth"
}

use_wheel() {
    local program=$WORK/env/bin/grnstudio home=$WORK/home
    mkdir -p "$home"
    cd "$home"
    export HOME=$home XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config
    "$WORK/env/bin/python" -c "import grnstudio as g, sys; sys.exit('$WORK' not in g.__file__)" ||
        return 1
    "$program" --version >&2 || return 1
    "$program" examples >"$home/examples" || return 1
    grep -q adaptation "$home/examples" || return 1
    "$program" simulate schloegl --method ssa --end 1 --runs 2 --seed 1 -o moments.csv 2>"$home/log" ||
        { cat "$home/log" >&2 && return 1; }
    [[ -s moments.csv ]]
}

try_wheel() { (use_wheel) </dev/null; }

cd "$ROOT"
[[ -x $PYTHON ]] || fail "there is no environment in $VENV; 'bash packaging/test.sh' makes it."
check "scripts" check_scripts
check "specification, workflow, XML and plists" "$PYTHON" packaging/check_sources.py
check "desktop files" check_desktop_files
check "installer for Windows" check_windows_installer
check "wheel and sdist" build_wheel_and_sdist
check "installing the wheel" install_wheel
check "GRNStudio from the wheel" try_wheel
