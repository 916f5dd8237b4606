#!/usr/bin/env bash
# Makes the frozen folder on Windows (in Git's bash) and macOS; on Linux packaging/build.sh does.
#
# GRNSTUDIO_PYTHON         the Python to build with, instead of "python"
# GRNSTUDIO_SIGN_IDENTITY  the Developer ID that signs what is frozen on macOS
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
BUILD=$ROOT/build
FROZEN=$BUILD/frozen

make_environment() {
    [[ -d $BUILD/env ]] || "${GRNSTUDIO_PYTHON:-python}" -m venv "$BUILD/env"
    export PIP_CONSTRAINT=$ROOT/packaging/constraints.txt
    say "Installing what GRNStudio stands on, and PyInstaller"
    "$PYTHON" -m pip install --quiet "torch==$TORCH" pyinstaller hatchling "$ROOT"
    "$PYTHON" -m pip install --quiet --no-deps --no-build-isolation --force-reinstall "$ROOT"
}

freeze() {
    say "Freezing the program: some minutes"
    "$PYTHON" -m PyInstaller --noconfirm --clean --log-level WARN \
        --distpath "$FROZEN" --workpath "$BUILD/work" "$ROOT/packaging/grnstudio.spec"
}

finish() {
    say "Adding licences, compiling kernels and testing what was made"
    GRNSTUDIO_COMMIT=$(git -C "$ROOT" log -1 --format='%H %cI')
    export GRNSTUDIO_COMMIT
    (cd "$BUILD" && "$PYTHON" "$ROOT/packaging/finish.py" "$1" "$2" "$ROOT/dist/MANIFEST-$SYSTEM")
}

SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=1
mkdir -p "$BUILD/icons" "$ROOT/dist"
# What an app reads beside its libraries stands in its resources, behind a link.
link_kernels() {
    mkdir -p "$1/Resources/kernels"
    ln -sfn ../Resources/kernels "$1/Frameworks/kernels"
}

case $(uname) in
Darwin)
    SYSTEM=macos PYTHON=$BUILD/env/bin/python suffix=icns
    program=$FROZEN/GRNStudio.app/Contents/MacOS/grnstudio
    internal=$FROZEN/GRNStudio.app/Contents/Resources
    ;;
MINGW* | MSYS*)
    SYSTEM=windows PYTHON=$BUILD/env/Scripts/python.exe suffix=ico
    program=$FROZEN/grnstudio/grnstudio-console.exe internal=$FROZEN/grnstudio/_internal
    ;;
*) fail "this is for Windows and macOS; packaging/build.sh freezes the program on Linux." ;;
esac
make_environment
"$PYTHON" "$ROOT/packaging/icons.py" "$BUILD/icons"
export GRNSTUDIO_ICON=$BUILD/icons/grnstudio.$suffix
freeze
[[ $SYSTEM != macos ]] || link_kernels "$FROZEN/GRNStudio.app/Contents"
finish "$program" "$internal"
say "Done: what was frozen is in $FROZEN"
