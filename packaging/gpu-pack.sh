#!/usr/bin/env bash
# Makes a GPU pack: PyTorch for NVIDIA GPUs, in a folder that an installed GRNStudio uses in the
# place of the PyTorch that it comes with. See resources/docs/gpu-pack.md.
#
#   bash packaging/gpu-pack.sh          an archive in dist/, to be unpacked where it is used
#   bash packaging/gpu-pack.sh FOLDER   the pack itself, in a folder that is not there yet
#
# GRNSTUDIO_PACK_PYTHON  the Python of the program it is for (default: 3.11, that of the packages)
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

PACK_PYTHON=${GRNSTUDIO_PACK_PYTHON:-3.11}
TAG=cp${PACK_PYTHON/./}
NAME=grnstudio-gpu-$TORCH-$TAG-linux-x86_64
MEGABYTES=6000 # free, to make it
UNUSED=(torch/include torch/share torch/test torch/bin/protoc* bin nvidia/*/include nvidia/*/bin)

require_room() {
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    ((free >= MEGABYTES)) || fail "a GPU pack takes $MEGABYTES MB to make, and $1 has $free MB free."
}

# Makes an environment for pip, apart from the one that the program runs in.
make_tools() {
    VENV=$ROOT/build/gpu-env
    venv_is_sound || make_venv "$(find_python)"
    PIP_LOG=$(mktemp)
}

# Installs wheels for the program's Python, whatever Python pip runs on here.
fetch() {
    local n platforms=(--platform manylinux2014_x86_64 --platform manylinux1_x86_64)
    for n in {5..28}; do # pip takes the oldest glibc that wheels name literally
        platforms+=(--platform "manylinux_2_${n}_x86_64")
    done
    pip_install --target "$PACK" --only-binary=:all: --implementation cp --abi "$TAG" --abi none \
        --python-version "$PACK_PYTHON" "${platforms[@]}" "$@"
}

# Prints what torch needs of CUDA; all else it finds among the program's own packages.
cuda_parts() {
    sed -nE 's/^Requires-Dist: ((cuda|nvidia)-[^;]*[^; ]).*/\1/p' \
        "$PACK"/torch-*.dist-info/METADATA
}

fetch_all() {
    local parts
    say "Getting PyTorch $TORCH for CUDA: about 2.5 GB to download"
    fetch --no-deps "torch===$TORCH" || pip_failed "the GPU build of PyTorch $TORCH"
    mapfile -t parts < <(cuda_parts)
    ((${#parts[@]})) || fail "this PyTorch $TORCH is not the GPU build; check pip's settings" \
        "(python3 -m pip config list)."
    fetch "${parts[@]}" || pip_failed "what PyTorch needs of CUDA"
}

trim() {
    local pattern
    for pattern in "${UNUSED[@]}"; do
        { compgen -G "$PACK/$pattern" || true; } | xargs -rd '\n' rm -rf
    done
    find "$PACK" -name __pycache__ -prune -exec rm -rf {} +
}

# Writes what the program checks, last of all: a pack without it is not complete.
describe() {
    "$VENV/bin/python" - "$PACK" "cpython-${PACK_PYTHON/./}" <<'EOF'
import json, pathlib, re, sys

pack, python = pathlib.Path(sys.argv[1]), sys.argv[2]
said = (pack / "torch/version.py").read_text()
torch = re.search(r"^__version__ = '(.*)'", said, re.M)[1]
cuda = re.search(r"^cuda: .*= '(.*)'", said, re.M)[1]
libraries = sorted(
    str(path.relative_to(pack))
    for place in ("torch", "nvidia")
    for path in (pack / place).rglob("*.so*")
    if path.is_file()
)
about = {
    "format": "grnstudio-gpu-pack", "version": 1, "torch": torch,
    "cuda": cuda, "python": python, "platform": "linux-x86_64", "libraries": libraries,
}
(pack / "gpu-pack.json").write_text(json.dumps(about, indent=1) + "\n")
EOF
}

make_pack() {
    mkdir -p "$(dirname "$PACK")"
    require_room "$(dirname "$PACK")"
    make_tools
    fetch_all
    trim
    describe
    rm -f "$PIP_LOG"
    say "The pack takes $(du -sm "$PACK" | cut -f1) MB."
}

make_archive() {
    local archive=$ROOT/dist/$NAME.tar.zst
    command -v zstd >/dev/null || apt_install zstd ||
        fail "needs zstd to write the archive; install it, or name a FOLDER."
    PACK=$ROOT/build/gpu-pack/gpu
    rm -rf "$ROOT/build/gpu-pack"
    make_pack
    mkdir -p "$ROOT/dist"
    say "Writing $archive"
    tar --sort=name --owner=0 --group=0 --numeric-owner -C "$ROOT/build/gpu-pack" \
        --use-compress-program 'zstd -T0 -10' -cf "$archive" gpu
    rm -rf "$ROOT/build/gpu-pack"
    say "$archive: $(du -m "$archive" | cut -f1) MB. Unpack it in the user's data folder with" \
        "'mkdir -p ~/.local/share/grnstudio && tar -C ~/.local/share/grnstudio -xf $archive'."
}

case $# in
0) make_archive ;;
1)
    [[ ! -e $1 ]] || fail "there is a $1 already; name a folder that is not there yet."
    PACK=$(realpath -m "$1")
    make_pack
    ;;
*) fail "takes one folder at most: bash packaging/gpu-pack.sh [FOLDER]" ;;
esac
