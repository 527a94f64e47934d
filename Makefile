.DEFAULT_GOAL := help
.PHONY: help run test check soak torture bench fmt lock

VENV := .venv
PYTHON := $(VENV)/bin/python
PYTHON3 ?= python3
ALL ?= no

help: ## list the habits
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run ## start Potluck in the local workspace, or in Slack when .env names one
	@$(PYTHON) -m bot

test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/dev ## run the everyday tests, each on one kind of database; with ALL=yes every test, on both
	POTLUCK_TESTS=$(if $(filter yes,$(ALL)),all,everyday) $(PYTHON) -m pytest -n auto --dist worksteal

check: $(VENV)/dev ## lint, types and the one-way imports
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache

soak: $(VENV)/dev ## try the rules of models/ and the views with ten times as many cases, and afresh each time
	POTLUCK_TESTS_THOROUGH=1 $(PYTHON) -m pytest -n auto --dist worksteal tests/models tests/handlers/views

torture: $(VENV)/dev ## deliver to a hostile Slack for a quarter of an hour
	$(PYTHON) -m tests.torture

bench: $(VENV)/dev ## print how fast things are on this machine, in a quarter of an hour
	$(PYTHON) -m tests.bench

fmt: $(VENV)/dev ## put every file into its form
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

lock: $(VENV)/dev ## pin the dependencies of pyproject.toml afresh
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group dev pyproject.toml -o requirements-dev.txt

$(VENV)/run: requirements.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Potluck needs Python 3.11 or newer; name one with PYTHON3=...")'
	$(PYTHON3) -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
