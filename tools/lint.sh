#!/bin/sh
# Everything that finds slips without running the paper.
# Usage: tools/lint.sh VENV/bin
set -u
bin=$1 failed=0
step() {
    echo "== $1"
    shift
    "$@" || failed=1
}
step "ruff: slips" "$bin/ruff" check --quiet .
step "ruff: form" "$bin/ruff" format --check --quiet .
step "mypy: types" "$bin/mypy"
step "import-linter: one-way imports" "$bin/lint-imports" --no-logo
step "migrations: none missing" env PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings \
    "$bin/python" -m django makemigrations --check --dry-run --verbosity 1
exit $failed
