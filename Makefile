# The one way to do each common thing; `make` alone lists them.

PYTHON ?= python3
# Test processes at once: one for each core, two at most here
WORKERS ?= 2
# `make lock UPGRADE=--upgrade` also moves what has not changed to its newest version
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
UV := .tools/bin/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
PYTEST := $(BIN)/python -m pytest
# Checks load the settings too, and must not touch the data of a site that runs from this folder
ASIDE := TAULIAH_DATA=.tools/data
# Tests that need no database, and those that run on both: pages and commands ask nothing of a
# database that the apps below them do not
PURE_TESTS = $(wildcard tests/core tests/golden tests/programmes)
DATABASE_TESTS = $(wildcard tests/apps tests/faults)
# What only computes on what the others read
COMPUTING = --ignore tests/apps/analyses --ignore tests/apps/study

WORDS = $(wildcard src/tauliah/web/locale/*/LC_MESSAGES/*.po)

# uv trusts the certificates that this machine trusts, and takes no Python from the network
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two cores are busy enough with one set of tests
.NOTPARALLEL:

##@ Use

.PHONY: demo
demo: $(VENV)/.runtime $(VENV)/.words ## Run an invented candidate through everything, then serve the site
	$(BIN)/tauliah demo

.PHONY: serve
serve: $(VENV)/.runtime $(VENV)/.words ## Serve the site on this machine, without the invented people
	$(BIN)/tauliah serve

##@ Work on it

.PHONY: setup
setup: $(VENV)/.test $(VENV)/.words ## Make .venv with all that the tests need

.PHONY: check
check: lint types imports ## Fast: form, types, imports and the tests of the core
	$(PYTEST) -n $(WORKERS) -m "not slow" $(PURE_TESTS) tests/test_*.py

.PHONY: test
test: lint types imports migrations test-sqlite test-browser test-postgresql ## What must pass, on both databases and in a browser

.PHONY: format
format: $(VENV)/.test ## Put the code into form, and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(VENV)/.test $(VENV)/.words ## Measure how fast it is
	$(BIN)/python -m benchmarks

.PHONY: faults
faults: $(VENV)/.test $(VENV)/.words ## Kill, fill, cut and crowd exams at full length, on both databases
	$(PYTEST) --full --timeout 3600 tests/faults
	$(PYTEST) --full --timeout 3600 --database postgresql tests/faults

.PHONY: bench-exam
bench-exam: $(VENV)/.test $(VENV)/.words ## Measure exams under load: 16 who save, 400 who start and save for 5 minutes
	$(BIN)/python -m benchmarks.exam_load --database sqlite
	$(BIN)/python -m benchmarks.exam_load --database postgresql
	$(BIN)/python -m benchmarks.exam_load --database sqlite --starts 400 --minutes 5
	$(BIN)/python -m benchmarks.exam_load --database postgresql --starts 400 --minutes 5

.PHONY: lock
lock: $(UV) ## Write the pinned requirements anew from requirements/*.in
	$(LOCK) $(UPGRADE) requirements/build.in -o requirements/build.txt
	$(LOCK) $(UPGRADE) requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) $(UPGRADE) -c requirements/runtime.txt requirements/science.in -o requirements/science.txt
	$(LOCK) $(UPGRADE) -c requirements/runtime.txt -c requirements/science.txt requirements/cluster.in -o requirements/cluster.txt
	$(LOCK) $(UPGRADE) -c requirements/runtime.txt -c requirements/science.txt -c requirements/cluster.txt requirements/test.in -o requirements/test.txt
	$(LOCK) $(UPGRADE) requirements/tools.in -o requirements/tools.txt

.PHONY: clean
clean: ## Remove all that make made
	rm -rf $(VENV) .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf build src/*.egg-info
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## List what make can do
	@awk -f tools/help.awk $(MAKEFILE_LIST)

##@ Parts of `make test`

.PHONY: lint
lint: $(VENV)/.test ## Form of Python and of the templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint $(wildcard src/tauliah/web/templates)
	$(BIN)/python tools/messages.py check

.PHONY: types
types: $(VENV)/.test ## Types; strict in the core
	$(ASIDE) $(BIN)/mypy

.PHONY: imports
imports: $(VENV)/.test ## Who may import whom
	$(BIN)/lint-imports --no-logo

.PHONY: migrations
migrations: $(VENV)/.test ## No table differs from its migrations
	$(ASIDE) DJANGO_SETTINGS_MODULE=tauliah.config.settings $(BIN)/python -m django makemigrations --check --dry-run

.PHONY: test-sqlite
test-sqlite: $(VENV)/.test $(VENV)/.words ## All tests but those in a browser, on SQLite
	$(PYTEST) -n $(WORKERS) -m "not slow" --ignore tests/e2e

.PHONY: test-postgresql
test-postgresql: $(VENV)/.test $(VENV)/.words ## The apps and the short faults, on a real PostgreSQL
	$(PYTEST) -n $(WORKERS) -m "not slow" --database postgresql $(DATABASE_TESTS) $(COMPUTING)

.PHONY: test-browser
test-browser: $(VENV)/.test $(VENV)/.words ## The pages in a real Chromium
	$(PYTEST) -n $(WORKERS) -m "not slow" tests/e2e

.PHONY: test-long
test-long: $(VENV)/.test $(VENV)/.words ## What `make test` leaves out: science, credentials, faults and exams in a browser at length
	$(PYTEST) -n $(WORKERS) -m slow
	$(PYTEST) -n $(WORKERS) -m slow --database postgresql tests/faults
	$(PYTEST) -n $(WORKERS) --database postgresql tests/apps/analyses tests/apps/study

# Set-up happens once, and again when what it was made from changes.

$(UV): requirements/tools.txt
	@tools/install uv "$(PYTHON)"
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml tools/install
	@tools/install environment "$(PYTHON)" requirements/build.txt requirements/runtime.txt
	@touch $@

# The pages' words in Malay, from text to what Django reads
$(VENV)/.words: $(WORDS) tools/messages.py | $(VENV)/.runtime
	@$(BIN)/python tools/messages.py compile
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml tools/install
	@tools/install environment "$(PYTHON)" requirements/test.txt
	@touch $@ $(VENV)/.runtime
