# Run `make` alone for help. Everything is installed into this folder; nothing on the machine changes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

##@ Use
.PHONY: run
run: setup ## Start everything on this machine: database, web, worker; PORT=8000 chooses the port
	@$(BIN)/python -m api.assets || true
	@exec $(BIN)/commonfield run --port $(PORT)

.PHONY: tour
tour: setup ## Play one whole programme through the public API, on a temporary database
	@exec $(BIN)/commonfield tour

##@ Check
.PHONY: test
test: setup-dev assets ## Run all tests, in parallel, without the network
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup $(TEST_OPTIONS)

.PHONY: check
check: setup-dev ## Lint, format, types, import directions
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: format
format: setup-dev ## Write the code the way `make check` wants it
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

.PHONY: schema
schema: setup ## Write schema/schema.graphql from the types
	@$(BIN)/commonfield schema print > build-schema.graphql && mv build-schema.graphql schema/schema.graphql

.PHONY: schema-changes
schema-changes: setup-dev ## Say what the schema changed since the last release, or main; fail if that breaks a release's clients
	@PYTHONPATH=$(CURDIR) $(BIN)/python -m tests.audit.contract_changes

.PHONY: audit-graphql
audit-graphql: setup-dev ## Ask a running server what GraphQL over HTTP asks, with npm's graphql-http: 61 of 61
	@PYTHONPATH=$(CURDIR) $(BIN)/python -m tests.audit.http

.PHONY: audit-schema
audit-schema: setup-dev ## Lint the schema with npm's graphql-schema-linter
	@$(BIN)/python -m tests.audit.lint

.PHONY: lighthouse
lighthouse: setup-dev assets ## Judge home, catalogue, software and challenge with npm's Lighthouse: 95 of 100 in all
	@PYTHONPATH=$(CURDIR) $(BIN)/python -m tests.audit.lighthouse

.PHONY: screenshots
screenshots: setup-dev assets ## Take the screenshots of the README anew
	@PYTHONPATH=$(CURDIR) $(BIN)/python -m tests.browser.screenshots

.PHONY: fuzz-graphql
fuzz-graphql: setup-dev ## Send 20,000 random inputs to the API (minutes); none may be a fault of ours
	@COMMONFIELD_TEST_FUZZ=$(or $(TRIES),20000) $(BIN)/python -m pytest tests/security/test_random_input.py

.PHONY: fuzz-schema
fuzz-schema: setup-dev ## Let schemathesis ask whatever the contract allows, for FUZZ_SECONDS=600
	@PYTHONPATH=$(CURDIR) $(BIN)/python -m tests.security.fuzz_schema $(or $(FUZZ_SECONDS),600)

.PHONY: fuzz-matching
fuzz-matching: setup-dev ## Thousands of small cohorts, each solved by trying every pairing (minutes)
	@FUZZ_EXAMPLES=5000 $(BIN)/python -m pytest tests/matching/cohort -q

##@ Measure
.PHONY: bench
bench: setup-dev assets ## First page after a start, the tour, one page: GOAL lines, fails if one is short
	@$(BIN)/python -m tests.bench.first

.PHONY: bench-licences
bench-licences: setup-dev ## How well and fast licences are told, beside licensecheck and licensee where installed
	@$(BIN)/python -m tests.bench.licences.run

.PHONY: fuzz-licences
fuzz-licences: setup-dev ## Bend licence texts and bills of materials for two minutes (COMMONFIELD_FUZZ_SECONDS)
	@COMMONFIELD_FUZZ_SECONDS=$${COMMONFIELD_FUZZ_SECONDS:-120} $(BIN)/python -m pytest \
		tests/registry/licences/test_licence_fuzzing.py tests/registry/licences/test_licence_variations.py -q

.PHONY: fuzz-publiccode
fuzz-publiccode: setup-dev ## Bend publiccode.yml files for two minutes (COMMONFIELD_FUZZ_SECONDS, COMMONFIELD_FUZZ_SEED)
	@COMMONFIELD_FUZZ_SECONDS=$${COMMONFIELD_FUZZ_SECONDS:-120} $(BIN)/python -m pytest \
		tests/registry/publiccode/test_fuzzing.py -q

.PHONY: bench-matching
bench-matching: setup-dev ## Pairing and fit: optima, seconds, memory, beside PyPI's `matching`
	@$(BIN)/python -m tests.bench.matching

.PHONY: bench-graphql
bench-graphql: setup-dev ## Reads next to PostGraphile, plain resolvers and bare SQL, on a database of their own (minutes)
	@$(BIN)/python -m tests.bench.graphql $(BENCH_OPTIONS)

.PHONY: bench-search
bench-search: setup-dev ## How good and how fast search is, over judged queries and 100,000 entries (minutes)
	@$(BIN)/python -m tests.bench.search

.PHONY: bench-health
bench-health: setup-dev ## How fast repositories are looked at and scored: GOAL lines
	@$(BIN)/python -m tests.bench.health

.PHONY: test-contract
test-contract: setup-dev ## Hold us to GitHub's own examples of webhooks and description of its API (npm)
	@cd tests/contract/webhooks && npm ci --ignore-scripts --no-audit --no-fund --silent
	@cd tests/contract/openapi && npm ci --ignore-scripts --no-audit --no-fund --silent
	@COMMONFIELD_TEST_CONTRACT=1 $(BIN)/python -m pytest tests/contract -q

##@ Set up
.PHONY: setup
setup: $(VENV)/.installed ## Make .venv from the hashed lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
	  { echo "Commonfield needs Python 3.11 or newer, which '$(PYTHON)' is not. Name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked packages into $(VENV) (once) ..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --require-hashes --requirement requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: setup-dev
setup-dev: $(VENV)/.installed-dev ## The same, with what tests and checks need

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what tests and checks need ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

.PHONY: assets
assets: $(VENV)/.installed ## Make the look of the pages from npm packages (Node.js from PyPI where there is no npm)
	@$(BIN)/python -m api.assets

.PHONY: lock
lock: setup-dev ## Resolve the dependencies again and write the hashed locks
	$(BIN)/uv pip compile $(LOCK_OPTIONS) --extra server pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile $(LOCK_OPTIONS) --extra server --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock
	echo hatchling | $(BIN)/uv pip compile $(LOCK_OPTIONS) - --constraint requirements-dev.lock --output-file requirements-build.lock
LOCK_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links

##@ Help
.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
	  /^[a-zA-Z_-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
