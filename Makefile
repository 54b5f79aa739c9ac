# `make` alone lists what there is. Continuous integration runs the same targets.
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check browser database packages oracle book bench docs screenshots pins clean

PYTHON ?= python3
BIN := .venv/bin
CORE := src/backstay/case/*,src/backstay/knowledge/*,src/backstay/reason/*,src/backstay/plan/*,src/backstay/exchange/*,src/backstay/hooks/*,src/backstay/medicines/*,src/backstay/dose/*
NODE := tests/oracle tests/medplum
# Written last, so that a set-up that broke off is run again and one that is done is not.
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Extras stay in the pins: pip wants a hash for "coverage[toml]" itself, and takes the newest release where it finds none.
UV := UV_CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/uv pip compile --quiet --universal \
  --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url $(UPGRADE)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the pinned requirements

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Backstay needs Python 3.11 or later with venv, and $(PYTHON) is not that." >&2; \
	  echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; \
	  echo "Another interpreter: make PYTHON=python3.13 setup" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## assess invented patients from FHIR bundles, print a plan, write HTML reports to out/
	$(BIN)/backstay demo

serve: setup ## open the web application with invented patients on http://127.0.0.1:8000, data in data/
	$(BIN)/backstay serve --demonstration

book: setup ## write the whole knowledge as a site to read, to out/book/
	$(BIN)/backstay knowledge book

# Counting branches makes the tests of the core nearly twice as slow, so only those that run it from inside are counted.
# The proof of the knowledge needs neither pytest nor coverage and runs beside them. The tests of the web application
# run in a process of their own: the loop of the browser's driver would stand in the way of those that are asynchronous.
COUNTED := tests/unit tests/integration tests/malformed tests/golden tests/generative tests/spec src
ASIDE := tests/unit/present
OTHERS := $(ASIDE) $(filter-out $(COUNTED) tests/web tests/__pycache__,$(patsubst %/,%,$(wildcard tests/*/)))
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
# A test of the application waits for its server, its database and its browser: two at a time keep one core busy.
WAITING = $(BIN)/python -m pytest -n $(shell $(PYTHON) -c 'import os; print(2 * os.cpu_count())') --dist worksteal
test: check browser database packages ## every check, then the proof and all tests with branch coverage
	@mkdir -p out && $(BIN)/backstay knowledge verify > out/proof.txt & proof=$$!; \
	$(PYTEST) $(COUNTED) $(ASIDE:%=--ignore=%) --cov --cov-report=; counted=$$?; \
	$(PYTEST) $(OTHERS); others=$$?; \
	wait $$proof; proved=$$?; [ $$proved = 0 ] && tail -1 out/proof.txt || cat out/proof.txt; \
	exit $$((counted + others + proved))
	$(WAITING) tests/web
	$(BIN)/python tests/web/postgres.py $(WAITING) -m "db and not browser" tests/web
	@echo "branch coverage of the core, which must be whole:"
	$(BIN)/python -m coverage report --include='$(CORE)' --fail-under=100

check: setup ## lint, format, types, layers, knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/backstay knowledge check

# Pictures need Chromium. Without it and without root the tests that need it skip and say so.
browser:
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing Chromium for the tests of pictures"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install \
	    --no-install-recommends chromium fonts-dejavu-core fonts-inter; } >/dev/null 2>&1 \
	  || echo "Chromium could not be installed: tests of pictures will skip"; \
	else echo "no Chromium here: tests of pictures will skip (apt-get install chromium)"; fi

# What the database has to hold is tested on PostgreSQL too. Without it and without root those tests say that they skip.
database:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing PostgreSQL for the tests of the database"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install \
	    --no-install-recommends postgresql; } >/dev/null 2>&1 \
	  || echo "PostgreSQL could not be installed: tests on it will skip"; \
	else echo "no PostgreSQL here: tests on it will skip (apt-get install postgresql)"; fi

# The oracle and a foreign hook client are npm packages, pinned with their hashes. Without Node their tests skip and
# say so.
packages:
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
	  for at in $(NODE); do \
	    cmp -s $$at/package-lock.json $$at/node_modules/.pinned || { \
	      echo "installing the npm packages of $$at"; \
	      (cd $$at && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	        && cp package-lock.json node_modules/.pinned) \
	      || echo "they could not be installed: tests of $$at will skip"; }; \
	  done; \
	else echo "no Node with npm here: tests of the oracle and of a foreign client will skip (apt-get install nodejs npm)"; fi

oracle: setup packages ## ask the outside engines of CQL about 2,000 patients; exit 1 where they differ from ours
	$(BIN)/python tests/oracle/run.py

bench: setup ## measure, beside a peer in the same run; prints a Markdown table
	$(BIN)/python benchmarks/run.py

docs: setup ## write the generated pages of docs/reference
	$(BIN)/python docs/generate.py

screenshots: setup browser ## make the pictures of the documents, from the real pages
	docs/pictures/make.sh
	$(BIN)/python docs/pictures/screens.py

pins: setup ## pin requirements again; make pins UPGRADE=--upgrade takes newer releases
	@test -x $(BIN)/uv || $(PIP) install uv
	$(UV) requirements/build.in -o requirements/build.txt
	$(UV) pyproject.toml -c requirements/build.txt -o requirements/core.txt
	$(UV) pyproject.toml --extra dicom -c requirements/core.txt -c requirements/build.txt -o requirements/dicom.txt
	$(UV) pyproject.toml --extra hooks -c requirements/core.txt -c requirements/build.txt -o requirements/hooks.txt
	$(UV) pyproject.toml --extra web -c requirements/hooks.txt -c requirements/core.txt -c requirements/build.txt -o requirements/web.txt
	$(UV) pyproject.toml requirements/build.in --extra dev \
	  -c requirements/dicom.txt -c requirements/hooks.txt -c requirements/web.txt -c requirements/build.txt -o requirements/dev.txt
	$(UV) benchmarks/dicompyler/requirements.in -o benchmarks/dicompyler/requirements.txt
	$(UV) benchmarks/healthchain/requirements.in -o benchmarks/healthchain/requirements.txt

clean: ## remove what make made
	rm -rf .venv $(NODE:=/node_modules) out dist .coverage .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find src tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
