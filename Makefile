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
# Tests that need no database, and those that run on both: what locks, races, chains, searches and
# keeps its rows from change. Other apps, pages and commands ask nothing more of a database
PURE_TESTS = $(wildcard tests/core tests/golden tests/programmes)
DATABASE_APPS = awards catalogue classes experience mock_exams people privacy reading record sittings
DATABASE_TESTS = $(DATABASE_APPS:%=tests/apps/%) tests/faults \
	$(addprefix tests/apps/itembank/,test_items_before_the_bank.py test_life_of_items.py)
# Fewer examples of a law than at length; a file stays in one process, and with it what it made
QUICK = -m "not slow" --hypothesis-profile gate --dist loadfile --no-loadscope-reorder

WORDS = $(wildcard src/tauliah/web/locale/*/LC_MESSAGES/*.po)

# uv trusts the certificates that this machine trusts, and takes no Python from the network
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
# Python keeps what it compiled, wherever this runs: the tests start hundreds of processes
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two cores are busy enough with one set of tests; what reads the code takes one core each
ifndef READING
.NOTPARALLEL:
endif

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
test: reading test-sqlite test-browser test-postgresql ## What must pass, on both databases and in a browser

.PHONY: format
format: $(VENV)/.test ## Put the code into form, and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: notebooks
notebooks: $(VENV)/.test ## Make the notebooks of the tutorial from its pages
	$(BIN)/python tools/notebooks.py write

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
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## List what make can do
	@awk -f tools/help.awk $(MAKEFILE_LIST)

##@ Parts of `make test`

.PHONY: reading
reading: $(VENV)/.test $(VENV)/.words ## All that reads the code and runs no test: the five below, two at once
	+@$(MAKE) READING=1 -j $(WORKERS) -O --no-print-directory types lint imports migrations collect

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

.PHONY: collect
collect: $(VENV)/.test $(VENV)/.words ## Every test can be found; what Python compiles for that is kept for the runs
	$(PYTEST) -p no:xdist --collect-only --quiet --quiet --no-header --no-summary

.PHONY: test-sqlite
test-sqlite: $(VENV)/.test $(VENV)/.words ## All tests but those in a browser, on SQLite
	$(PYTEST) -n $(WORKERS) $(QUICK) --ignore tests/e2e

.PHONY: test-postgresql
test-postgresql: $(VENV)/.test $(VENV)/.words ## Apps that lean on the database, and the short faults, on a real PostgreSQL
	$(PYTEST) -n $(WORKERS) $(QUICK) --database postgresql $(DATABASE_TESTS)

.PHONY: test-browser
test-browser: $(VENV)/.test $(VENV)/.words ## The pages in a real Chromium
	$(PYTEST) -n $(WORKERS) -m "not slow" tests/e2e

.PHONY: test-long
test-long: $(VENV)/.test $(VENV)/.words ## What `make test` leaves out: science, credentials, faults and exams in a browser at length
	$(PYTEST) -n $(WORKERS) -m slow
	$(PYTEST) -n $(WORKERS) -m "hypothesis and not slow" --ignore tests/e2e
	$(PYTEST) -n $(WORKERS) -m slow --database postgresql $(DATABASE_TESTS)
	$(PYTEST) -n $(WORKERS) --database postgresql tests/apps $(DATABASE_APPS:%=--ignore tests/apps/%)

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
