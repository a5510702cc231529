# `make help` lists what there is. Everything happens in .venv; nothing outside the folder is changed.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check format bench exports schema lock browser clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/run.stamp ## set up, build the graph from data/, show its gaps, write exports/
	@$(BIN)/pactgraph build data --out exports

test: .venv/dev.stamp browser ## run every test (installs Debian's Chromium if there is no browser)
	@$(BIN)/python -m pytest -n 2

check: .venv/dev.stamp ## format, lint, types, one-way imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/dev.stamp ## put the code in its canonical form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/dev.stamp ## speed and memory against the plain pipeline, at 1k and 10k entities; the analyses
	@$(BIN)/python tests/bench/bench.py
	@$(BIN)/python tests/bench/catalogue.py

exports: .venv/run.stamp ## rebuild the committed files below exports/
	@$(BIN)/pactgraph build data --out exports -q

schema: .venv/run.stamp ## rebuild data/schema/ from the models
	@$(BIN)/pactgraph export schema data/schema

lock: ## renew requirements/*.txt from pyproject.toml
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		--group setup pyproject.toml -o requirements/run.txt
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		--group dev pyproject.toml -o requirements/dev.txt

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| { echo "Installing Chromium for the browser tests"; \
			SUDO=$$(command -v sudo || true); \
			$$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } \
		|| { echo "No browser: install Chromium, then run make test again"; exit 1; }

clean: ## remove the virtual environment and what tools left behind
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PactGraph needs Python 3.11 or newer; say make PYTHON=python3.12")'
	@test -x $(BIN)/python || { echo "Setting up .venv"; $(PYTHON) -m venv .venv; }
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
