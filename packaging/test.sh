#!/usr/bin/env bash
# Sets GRNStudio up with its test tools if need be, then checks formatting, lint, types and import
# contracts, and runs the tests; stops at the first that fails. Options are passed on to pytest.
# The tests run in as many processes as there are cores, at most four; "-n 0" runs them in one.
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# A file's tests stay in one process, where they share what is dear to make. Cores are counted
# before threads are limited, which nproc takes for a limit of cores.
CORES=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
PROCESSES=$((CORES > 4 ? 4 : CORES > 1 ? CORES : 0))

export QT_QPA_PLATFORM=offscreen
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

check() {
    say "== $1"
    "${@:2}" || fail "stopped: $1 did not pass."
}

set_up test
cd "$ROOT"
check "formatting" .venv/bin/ruff format --check .
check "lint" .venv/bin/ruff check .
check "types" .venv/bin/mypy
check "import contracts" .venv/bin/lint-imports --no-cache
check "tests" .venv/bin/pytest -n "$PROCESSES" --dist loadfile "$@"
