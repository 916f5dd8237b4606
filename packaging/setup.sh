# shellcheck shell=bash
# What run.sh and test.sh share: a virtual environment in .venv with everything GRNStudio needs.
#
# GRNSTUDIO_PYTHON  the Python to use, instead of the first one of 3.11 or later that is found
# GRNSTUDIO_TORCH   cpu or cuda: which build of PyTorch; auto (the default) takes the GPU build
#                   where the NVIDIA driver answers, and the CPU build everywhere else

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$ROOT/.venv
TORCH=2.13.0
TORCH_CPU_INDEX=https://download.pytorch.org/whl/cpu

QT_PACKAGES=(libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 fonts-dejavu-core)
WINDOW_PACKAGES=(libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
    libwayland-client0 libwayland-cursor0 libwayland-egl1)

# Prints the version of the program.
version() { sed -nE 's/^__version__ = "(.*)"$/\1/p' "$ROOT/grnstudio/__init__.py"; }

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "GRNStudio: $*"
    exit 1
}

# Whether a window can open, as grnstudio itself finds it: a DISPLAY that is dead is none.
has_display() {
    case ${QT_QPA_PLATFORM:-} in offscreen | minimal) return 1 ;; esac
    PYTHONPATH=$ROOT "$VENV/bin/python" -c \
        'import sys; from grnstudio.gui.display import has_display; sys.exit(not has_display())'
}

# ---- system packages -------------------------------------------------------------------------

# Prints the words that put a command in front of root's rights, or fails if there are none.
as_root() {
    if [[ $(id -u) == 0 ]]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo sudo -n env
    else
        return 1
    fi
}

# Installs Debian packages if it may; returns 1 if it may not.
apt_install() {
    local log prefix
    command -v apt-get >/dev/null || return 1
    read -ra prefix <<<"$(as_root)"
    [[ ${#prefix[@]} -gt 0 ]] || return 1
    log=$(mktemp)
    say "Installing system packages: $*"
    prefix+=(DEBIAN_FRONTEND=noninteractive apt-get -qq)
    if ! { "${prefix[@]}" update && "${prefix[@]}" install -y --no-install-recommends "$@"; } \
        </dev/null >"$log" 2>&1; then
        grep -E '^[EW]:' "$log" >&2 || tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# ---- Python ----------------------------------------------------------------------------------

is_fit() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    if [[ -n ${GRNSTUDIO_PYTHON:-} ]]; then
        is_fit "$GRNSTUDIO_PYTHON" || fail "GRNSTUDIO_PYTHON is '$GRNSTUDIO_PYTHON', which is" \
            "not a Python of version 3.11 or later."
        command -v "$GRNSTUDIO_PYTHON"
        return
    fi
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if command -v "$name" >/dev/null && is_fit "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "needs Python 3.11 or later, and found none. On Debian or Ubuntu install it with" \
        "'sudo apt install python3 python3-venv', then start this again."
}

make_venv() {
    local python=$1 package problem
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        apt_install "$package" || fail "$python cannot make virtual environments. Install what" \
            "it lacks with 'sudo apt install $package', then start this again."
    fi
    say "Making a virtual environment in $VENV ($("$python" --version))"
    problem=$("$python" -m venv --clear "$VENV" 2>&1) ||
        fail "could not make a virtual environment in $VENV: $problem"
}

# A virtual environment stops working when its folder moves or its Python goes.
venv_is_sound() {
    "$VENV/bin/python" -c '' 2>/dev/null && head -n 1 "$VENV/bin/pip" | grep -qF "$VENV/bin/"
}

ensure_venv() {
    local python
    venv_is_sound && return
    python=$(find_python) || exit 1
    make_venv "$python"
}

# ---- packages --------------------------------------------------------------------------------

# Runs pip; what it printed is in $PIP_LOG.
pip_install() {
    "$VENV/bin/python" -m pip install --progress-bar off --disable-pip-version-check "$@" \
        </dev/null >"$PIP_LOG" 2>&1
}

# Says in words why pip failed to install $1, and ends.
pip_failed() {
    local remedy="The lines above are pip's own."
    grep -E '^ *(ERROR|[A-Za-z]+Error):' "$PIP_LOG" >&2 || tail -n 5 "$PIP_LOG" >&2
    if grep -qi 'no space left' "$PIP_LOG"; then
        remedy="The disk is full: the environment takes about 2 GB (6 GB with the GPU build)."
    elif grep -qiE 'connection|timed out|resolve|network is unreachable|proxy' "$PIP_LOG"; then
        remedy="The package index did not answer: check the network and pip's settings"
        remedy+=" (python3 -m pip config list)."
    elif grep -qi 'no matching distribution' "$PIP_LOG"; then
        remedy="There is no such package for $("$VENV/bin/python" --version) on this machine;"
        remedy+=" GRNSTUDIO_PYTHON=python3.12 takes another Python."
    fi
    fail "could not install $1. $remedy"
}

torch_build() {
    case ${GRNSTUDIO_TORCH:-auto} in
    cpu | cuda) echo "$GRNSTUDIO_TORCH" ;;
    auto)
        if command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q '^GPU'; then
            echo cuda
        else
            echo cpu
        fi
        ;;
    *) fail "GRNSTUDIO_TORCH is '$GRNSTUDIO_TORCH'; it may be cpu, cuda or auto." ;;
    esac
}

torch_version() {
    "$VENV/bin/python" -c 'from importlib.metadata import version; print(version("torch"))' 2>/dev/null
}

install_torch() {
    if [[ $(uname) != Linux ]]; then # one build for everybody
        say "Installing PyTorch $TORCH"
        pip_install "torch==$TORCH" || pip_failed "PyTorch $TORCH"
    elif [[ $1 == cuda ]]; then
        [[ $(torch_version) != "$TORCH" ]] || return 0
        say "Installing PyTorch $TORCH with CUDA: about 3 GB to download." \
            "GRNSTUDIO_TORCH=cpu takes the small build."
        # Three equals signs: with two, a CPU build "$TORCH+cpu" would do as well.
        pip_install "torch===$TORCH" || pip_failed "the GPU build of PyTorch $TORCH"
    else
        install_torch_cpu
    fi
}

install_torch_cpu() {
    [[ $(torch_version) != "$TORCH+cpu" ]] || return 0
    say "Installing PyTorch $TORCH, the CPU build: about 200 MB to download"
    pip_install "torch==$TORCH+cpu" && return
    pip_install --retries 1 --timeout 20 --extra-index-url "$TORCH_CPU_INDEX" \
        "torch==$TORCH+cpu" && return
    say "The CPU build was not to be had from pip's settings or $TORCH_CPU_INDEX;" \
        "taking what PyPI has. This may be the GPU build, about 3 GB: Ctrl-C stops it."
    pip_install "torch==$TORCH" || pip_failed "PyTorch $TORCH"
}

# The mark of a finished set-up: it changes with whatever the set-up depends on.
stamp_of() { cat "$ROOT/pyproject.toml" "$ROOT/packaging/setup.sh" <(echo "$1") | cksum; }

has_stamp() { [[ $(cat "$VENV/.set-up-$1" 2>/dev/null) == "$(stamp_of "$2")" ]]; }

# Installs GRNStudio for "run" or "test", unless that has been done.
install_packages() {
    local mode=$1 build what=.
    build=$(torch_build) || exit 1
    has_stamp "$mode" "$build" && return
    PIP_LOG=$(mktemp)
    install_torch "$build"
    say "Installing GRNStudio and the packages it stands on"
    [[ $mode == test ]] && what='.[test]'
    (cd "$ROOT" && pip_install -e "$what") || pip_failed "GRNStudio"
    rm -f "$PIP_LOG"
    stamp_of "$build" >"$VENV/.set-up-run"
    [[ $mode != test ]] || stamp_of "$build" >"$VENV/.set-up-test"
}

# ---- kernels ---------------------------------------------------------------------------------

# Compiles the kernels of the program, unless that was done for these sources and packages.
# Numba renews a kernel when its own file changes, not when one that it calls does: hence -delete.
warm_kernels() {
    local mark=$VENV/.set-up-kernels stamp
    local kernels=("$ROOT/grnstudio/simulate" "$ROOT/grnstudio/learn")
    stamp=$(find "${kernels[@]}" -name '*.py' -print0 | sort -z | xargs -0 cat "$VENV/.set-up-run" | cksum)
    [[ $(cat "$mark" 2>/dev/null) != "$stamp" ]] || return 0
    say "Compiling the simulators and the learners, once: up to a minute"
    find "${kernels[@]}" -name '*.nb[ic]' -delete
    # Whatever fails here is told by the program itself, which compiles what is missing.
    if (cd "$ROOT" && "$VENV/bin/python" -m grnstudio.simulate.warm &&
        "$VENV/bin/python" -m grnstudio.learn.warm) </dev/null >/dev/null 2>&1; then
        echo "$stamp" >"$mark"
    fi
}

# ---- Qt --------------------------------------------------------------------------------------

# Prints the system libraries that Qt needs and does not find.
missing_libraries() {
    local qt platforms binaries
    qt=$(echo "$VENV"/lib/python3*/site-packages/PySide6)
    platforms=$qt/Qt/plugins/platforms
    binaries=("$qt"/Qt{Widgets,Svg}.*.so "$platforms/libqoffscreen.so")
    if has_display; then binaries+=("$platforms/libqxcb.so"); fi
    if [[ -n ${WAYLAND_DISPLAY:-} ]]; then binaries+=("$platforms/libqwayland.so"); fi
    { ldd "${binaries[@]}" 2>/dev/null || true; } | awk '/not found/ { print $1 }' | sort -u
}

# Installs what Qt needs of the system if it may, else says what to install and ends.
install_qt_libraries() {
    local missing packages=("${QT_PACKAGES[@]}")
    [[ $(uname) == Linux ]] || return 0
    missing=$(missing_libraries)
    [[ -n $missing ]] || return 0
    has_display && packages+=("${WINDOW_PACKAGES[@]}")
    if ! apt_install "${packages[@]}"; then
        say "Qt does not find these libraries of the system: ${missing//$'\n'/ }"
        fail "install them with 'sudo apt install ${packages[*]}' (or what your system calls" \
            "them), then start this again."
    fi
    missing=$(missing_libraries)
    [[ -z $missing ]] || fail "Qt still does not find ${missing//$'\n'/ }; install what holds them."
}

# ---- all of it -------------------------------------------------------------------------------

# Makes everything ready for "run" or "test"; seconds when it was ready before.
set_up() {
    ensure_venv
    install_packages "$1"
    install_qt_libraries
    warm_kernels
}
