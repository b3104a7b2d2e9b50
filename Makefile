# Everything a person runs. Needs Python 3.11 or newer and make; the rest is installed into .venv
# and frontend/node_modules, and only again when its lock file has changed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run dev demo post-mail post-survey test test-fast check types bench chaos assurance lock clean install

VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Five processes that compile every module anew at each start would cost more than everything else they do then.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)

INSTALLED := $(VENV)/.installed
MODULES := frontend/node_modules/.installed
BUILT := frontend/dist/.built
# A file of tests stays in one process, each process with engines of its own.
SHARED := --numprocesses auto --maxprocesses 4 --dist loadfile
LAYERS := $(wildcard tests/unit tests/integration tests/contract tests/corpus)

help: ## List the targets (default)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- running ------------------------------------------------------------------------------------

run: $(INSTALLED) $(BUILT) ## Start the whole product on this machine (PORT, DATA_DIR, DEMO)
	@exec $(VENV)/bin/python -m deploy.local --stop-with-parent

dev: $(INSTALLED) $(MODULES) ## The same, restarting what changes as you edit
	@exec $(VENV)/bin/python -m deploy.local --stop-with-parent --reload

demo: $(INSTALLED) ## Load the demo into the running product (DATA_DIR) and print its sign-in
	@exec $(VENV)/bin/python -m deploy.local.demo

post-mail: $(INSTALLED) ## Post a real mail into the running product: FILE=thread.mbox or .eml
	@test -n "$(FILE)" || { echo 'Say which mail to post: make post-mail FILE=thread.mbox' >&2; exit 2; }
	@exec $(VENV)/bin/python -m deploy.local.post_mail "$(FILE)"

post-survey: $(INSTALLED) ## Answer a survey in the running product; SCORE=3 COMMENT=... FROM='Name <address>' if you like
	@exec $(VENV)/bin/python -m deploy.local.post_survey

# --- proving ------------------------------------------------------------------------------------

test: check $(BUILT) ## Everything: lint, types, boundaries, every layer of tests, browser last
	$(VENV)/bin/python -m pytest $(SHARED) $(LAYERS)
	cd frontend && npm test
	$(if $(wildcard frontend/scripts/budgets.mjs),cd frontend && npm run budgets)
ifneq ($(wildcard tests/browser),)
	CHROMIUM="$$(.ci/need chromium 'the browser tests drive' "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable)" && \
	export CHROMIUM && $(VENV)/bin/python -m pytest tests/browser
endif

test-fast: $(INSTALLED) ## The tests without engines or browser, under 30 s
	$(VENV)/bin/python -m pytest $(wildcard tests/unit tests/contract)

check: $(INSTALLED) $(MODULES) ## Lint, format, types and module boundaries, Python and TypeScript
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	@! grep -nE '[a-z]+://' requirements.lock || { echo 'requirements.lock must name no host: run make lock' >&2; exit 1; }
	cd frontend && npm run check

bench: $(INSTALLED) ## The benchmarks; prints a table, writes bench-results.json
	@.ci/need wrk 'makes the load of the benchmarks' wrk >/dev/null
	@exec $(VENV)/bin/python -m tests.bench

chaos: $(INSTALLED) ## Kill services under load and compare what every party remembers
	$(VENV)/bin/python -m pytest tests/chaos

assurance: $(INSTALLED) ## What the last runs proved, written to docs/assurance.md
	@$(VENV)/bin/python -m tests.support.assurance

# --- making -------------------------------------------------------------------------------------

types: $(INSTALLED) $(MODULES) ## Event schemas, OpenAPI document, and the TypeScript types made from it
	$(VENV)/bin/python -m services.contracts.schemas
	$(VENV)/bin/python -m tests.contract.promises
	$(VENV)/bin/python -m services.api.openapi > frontend/openapi.json.new
	mv frontend/openapi.json.new frontend/openapi.json
	cd frontend && npm run types

lock: $(INSTALLED) ## Resolve pyproject.toml into requirements.lock again, and install it
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml --group dev -o requirements.lock
	@! grep -nE '[a-z]+://' requirements.lock
	$(VENV)/bin/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	@touch $(INSTALLED)

clean: ## Remove what was installed and built; the data in .data stays
	rm -rf $(VENV) frontend/node_modules frontend/dist .cache .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis test-results bench-results.json *.egg-info
	find deploy services tests migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

install: $(INSTALLED) $(MODULES) $(BUILT) ## Install and build everything without starting it

# uv installs in seconds; pip is the second way, for machines whose mirror only pip is told about.
$(INSTALLED): requirements.lock
	@test -n "$(PYTHON)" || { echo 'Rapport needs Python 3.11 or newer: install it, or say where it is with PYTHON=...' >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo 'Python could not make a virtual environment: install its venv module (Debian: apt-get install python3-venv).' >&2; exit 1; }
	@echo 'Installing the locked Python packages.'
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	@$(VENV)/bin/python -m pip install --quiet --require-hashes --no-deps -r $(VENV)/uv.txt
	@$(VENV)/bin/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock || \
		$(VENV)/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

$(MODULES): frontend/package-lock.json frontend/package.json | $(INSTALLED)
	@echo 'Installing the locked frontend packages.'
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(MODULES) $(shell find frontend -name node_modules -prune -o -name dist -prune -o -name tests -prune \
		-o -type f ! -name '*.test.*' ! -name '*.new' -print 2>/dev/null)
	@echo 'Building the frontend.'
	@cd frontend && npm run build --silent
	@touch $@
