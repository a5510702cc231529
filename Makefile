# `make help` lists what there is. Everything happens in .venv; nothing outside the folder is changed.
PYTHON ?= python3
BIN := .venv/bin
APT := SUDO=$$(command -v sudo || true); $$SUDO apt-get update -qq; $$SUDO apt-get install -y -qq --no-install-recommends
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check format bench budgets load soak exports schema explorer screenshots lock programs node clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/run.stamp ## set up, build the graph from data/, show its gaps, write exports/
	@$(BIN)/pactgraph build data --out exports

test: .venv/dev.stamp programs node ## run every test (installs Debian's Chromium, Firefox, LibreOffice and Virtuoso if they are missing)
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/dev.stamp ## format, lint, types, one-way imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/dev.stamp ## put the code in its canonical form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/dev.stamp ## speed and memory against the plain pipeline, at 1k and 10k entities; the analyses; the explorer
	@$(BIN)/python tests/bench/bench.py
	@$(BIN)/python tests/bench/catalogue.py
	@$(BIN)/python tests/bench/explorer.py

budgets: .venv/dev.stamp programs ## the explorer's budgets as a table, in less than a minute; fails above them
	@$(BIN)/python tests/bench/explorer.py --quick

load: .venv/dev.stamp ## the endpoint beside the bare Oxigraph server, with 1, 8 and 32 clients (needs Debian's wrk)
	@$(BIN)/python tests/bench/load.py

soak: .venv/dev.stamp ## half an hour of mixed and hostile load on the endpoint (needs wrk)
	@$(BIN)/python tests/bench/soak.py

exports: .venv/run.stamp ## rebuild the committed files below exports/
	@$(BIN)/pactgraph build data --out exports -q

schema: .venv/run.stamp ## rebuild data/schema/ from the models
	@$(BIN)/pactgraph export schema data/schema

explorer: .venv/run.stamp ## rebuild the explorer's script and style from graph/explorer (needs node 20 and npm)
	@$(BIN)/python -m pactgraph.explorer.typescript > graph/explorer/src/rows.ts
	@cd graph/explorer && npm ci --no-audit --no-fund --silent && npm run --silent types && npm run --silent build

screenshots: .venv/dev.stamp programs ## take the pictures in docs/screenshots again
	@$(BIN)/python tests/browser/screenshots.py

lock: ## renew requirements/*.txt from pyproject.toml
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		--group setup pyproject.toml -o requirements/run.txt
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		--group dev pyproject.toml -o requirements/dev.txt

# Chromium has to be there; without the others their tests are skipped, and say so.
programs:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| { echo "Installing Chromium for the browser tests"; $(APT) chromium fonts-dejavu-core >/dev/null; } \
		|| { echo "No browser: install Chromium, then run make test again"; exit 1; }
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null \
		|| { echo "Installing Firefox to open the explorer a second time"; $(APT) firefox-esr >/dev/null; } \
		|| echo "No Firefox: its test is skipped"
	@command -v soffice >/dev/null \
		|| { echo "Installing LibreOffice to open what we write"; \
			$(APT) libreoffice-writer-nogui libreoffice-calc-nogui >/dev/null; } \
		|| echo "No LibreOffice: its tests are skipped"
	@command -v virtuoso-t >/dev/null \
		|| { echo "Installing Virtuoso to ask it"; $(APT) virtuoso-opensource-7-bin >/dev/null; } \
		|| echo "No Virtuoso: its tests are skipped"

# Without npm the tests that rebuild the explorer and compare it are skipped, and say so.
node:
	@! command -v npm >/dev/null || test -d graph/explorer/node_modules \
		|| (cd graph/explorer && npm ci --no-audit --no-fund --silent) || echo "npm ci failed: the explorer is not rebuilt"

clean: ## remove the virtual environment and what tools left behind
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache graph/explorer/node_modules graph/explorer/built

.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PactGraph needs Python 3.11 or newer; say make PYTHON=python3.12")'
	@test -x $(BIN)/python || { echo "Setting up .venv"; $(PYTHON) -m venv .venv; }
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
