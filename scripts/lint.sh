#!/usr/bin/env bash
# Runs every linter, also after one has failed, and says at the end which did. mypy takes as long as all others together:
# it works beside them and is heard at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
py=.venv/bin/python # never the scripts beside it: they name the place where they were made (oxlint and oxfmt are programs)
floors=(cms media_library press_archive publishing search demo)
failed=()

step() {
    local name="$1"
    shift
    echo "── $name"
    "$@" || failed+=("$name")
}

types="$(mktemp)"
$py -m mypy >"$types" 2>&1 &
mypy=$!
trap 'kill "$mypy" 2>/dev/null; rm -f "$types"' EXIT

heard() {
    wait "$mypy"
    local status=$?
    cat "$types"
    return "$status"
}

step "ruff check" $py -m ruff check .
step "ruff format" $py -m ruff format --check .
step "templates (djlint)" $py -m djlint --lint --quiet "${floors[@]}"
step "scripts (oxlint)" .venv/bin/oxlint --deny-warnings "${floors[@]}"
step "stylesheets" $py -m scripts.lint_css
step "scripts and stylesheets (oxfmt)" .venv/bin/oxfmt --check "${floors[@]}"
step "layers (import-linter)" $py -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
step "catalogues" env DJANGO_SETTINGS_MODULE=cms.settings.test $py manage.py compile_locale --check
step "missing migrations" env DJANGO_SETTINGS_MODULE=cms.settings.test $py manage.py makemigrations --check --dry-run
step "system checks" env DJANGO_SETTINGS_MODULE=cms.settings.test $py manage.py check --fail-level WARNING
step "mypy" heard

if [ "${#failed[@]}" -gt 0 ]; then
    printf 'lint: FAILED: %s\n' "${failed[@]}"
    exit 1
fi
echo "lint: clean"
