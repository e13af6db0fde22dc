#!/usr/bin/env bash
# Writes constraints.txt from the environment, without pip itself.
set -euo pipefail
cd "$(dirname "$0")/.."
{
    echo "# Every package with its version, so that two installs give the same. Regenerate with: make lock"
    .venv/bin/python -m pip freeze --exclude pip --exclude setuptools --exclude wheel
} >constraints.txt.new
mv constraints.txt.new constraints.txt
