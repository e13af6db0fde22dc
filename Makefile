# Every target carries its help text after "##"; bare `make` prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo environment test test-fast lint format bench lock clean clean-data

PY := .venv/bin/python

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

demo: ## Makes the environment, loads the demo, starts site and workers until Ctrl-C (PORT, DEMO_PASSWORD, HOST)
	@{ scripts/system.sh && scripts/environment.sh runtime && scripts/demo.sh; } || [ $$? -ge 128 ]  # a signal is the way to stop it

environment: ## Makes .venv with everything that development needs
	@scripts/system.sh
	@scripts/environment.sh dev

test: environment ## Runs every test, on SQLite and, when within reach, on PostgreSQL (PART=publishing: that floor and up)
	@$(PY) -m scripts.run_tests $(if $(PART),--part $(PART))

test-fast: environment ## Runs the everyday tests on SQLite within three minutes: no slow or thorough ones, no browser
	@$(PY) -m scripts.run_tests --fast $(if $(PART),--part $(PART))

lint: environment ## Style, types, templates, scripts, stylesheets, missing migrations, layers, translations
	@scripts/lint.sh

format: environment ## Rewrites Python, JavaScript and CSS in the house style
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .
	@.venv/bin/oxfmt cms media_library press_archive publishing search demo

bench: environment ## Measures pages, dispatch and memory with 1,000 and 100,000 bulletins (some minutes)
	@$(PY) -m bench.run

lock: environment ## Writes constraints.txt anew from what is installed
	@scripts/lock.sh

clean: ## Removes the environment and build output; the data of the demo stays
	rm -rf .venv .venv.new .venv.old build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data: ## Removes every local datum (database, photos, mails), after a question; YES=1 answers it
	@if [ "$(YES)" != 1 ]; then \
	    [ -t 0 ] || { echo "Sorulamadı; YES=1 make clean-data / cannot ask; YES=1 make clean-data"; exit 1; }; \
	    read -r -p "var/ silinecek: veritabanı, fotoğraflar, postalar. Emin misiniz? / delete var/? [e/H] " answer; \
	    case "$$answer" in e|E|evet|y|Y|yes) ;; *) echo "Vazgeçildi / nothing was deleted"; exit 1 ;; esac; \
	fi
	rm -rf var
