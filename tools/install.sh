#!/bin/sh
# Puts the package and the locked versions of what it needs into a virtual environment.
# Usage: tools/install.sh PYTHON VENV run|dev
set -eu
python=$1 venv=$2 kind=$3

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
    echo "Broadsheet needs Python 3.11, 3.12 or 3.13; $python is $("$python" -V 2>&1)." >&2
    echo "Name another one, for example: make PYTHON=python3.12 paper" >&2
    exit 1
fi
if [ ! -x "$venv/bin/pip" ]; then
    # Debian keeps these two apart from Python itself.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Python cannot make virtual environments here. Install what is missing with:" >&2
        echo "  sudo apt install python3-venv" >&2
        exit 1
    fi
    echo "Making the virtual environment $venv"
    "$python" -m venv "$venv"
fi
echo "Installing into $venv (the first time this takes a minute)"
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes --only-binary :all: -r "requirements/$kind.lock"
# hatchling, which builds it, is in the lock too.
$pip install --no-deps --no-build-isolation --editable .
# The dev lock holds all of the run lock, so it makes both.
touch "$venv/.run"
[ "$kind" = run ] || touch "$venv/.dev"
