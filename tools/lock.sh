#!/bin/sh
# Writes requirements/*.lock: exact versions with hashes, for every platform and Python we support.
# Usage: tools/lock.sh VENV/bin
set -eu
export UV_CUSTOM_COMPILE_COMMAND="make lock"
# What builds the package is locked with the rest, so that installing asks for nothing else.
builders=$(mktemp)
trap 'rm -f "$builders"' EXIT
printf 'hatchling>=1.27\neditables\n' >"$builders"
compile() {
    uv=$1/uv name=$2
    shift 2
    "$uv" pip compile pyproject.toml "$builders" --universal --python-version 3.11 \
        --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --quiet \
        --output-file "requirements/$name.lock" "$@"
}
compile "$1" run
# Under the run lock, so that what is tested is what runs.
compile "$1" dev --group dev --constraints requirements/run.lock
