#!/usr/bin/env bash
# Runs every linter, also after one has failed, and says at the end which did.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

step() {
    local name="$1"
    shift
    echo "── $name"
    "$@" || failed+=("$name")
}

step "ruff check" $bin/ruff check .
step "ruff format" $bin/ruff format --check .
step "mypy" $bin/mypy
step "templates (djlint)" $bin/djlint --lint --quiet cms media_library press_archive publishing search demo
step "layers (import-linter)" $bin/lint-imports
step "catalogues" env DJANGO_SETTINGS_MODULE=cms.settings.test $bin/python manage.py compile_locale --check
step "missing migrations" env DJANGO_SETTINGS_MODULE=cms.settings.test $bin/python manage.py makemigrations --check --dry-run
step "system checks" env DJANGO_SETTINGS_MODULE=cms.settings.test $bin/python manage.py check --fail-level WARNING

if [ "${#failed[@]}" -gt 0 ]; then
    printf 'lint: FAILED: %s\n' "${failed[@]}"
    exit 1
fi
echo "lint: clean"
