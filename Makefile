# Needs GNU make, a POSIX shell and Python 3.11 or newer. Everything else is installed into .venv.

VENV := .venv
DIST ?= dist
DB   := tracker.db
# The first of these that runs and is new enough makes .venv; `make PYTHON=/path/to/python3` names one.
PYTHON ?=
PYTHONS = $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY    := $(BIN)/python
STAMP := $(VENV)/.stamp
BENCH := build/bench
BENCHED := $(BENCH)/release/.stamp
# The installation compiles the catalogs; these follow when a sentence is edited later.
CATALOGS := $(patsubst %.po,%.mo,$(wildcard tracker/text/locale/*/LC_MESSAGES/tracker.po))

FAULTS := kills power errors crowd rot hostile_databases forged histories fuzz code_points surroundings days

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Also pins the build backend, which pip and build install on their own: the first name is what
# older pips read, the second what newer ones do.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test lint types format build coverage mutants faults audit bench clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## */\1            /p' $(firstword $(MAKEFILE_LIST)) \
	| sed 's/^\(.\{12\}\) */  \1/'

run: $(STAMP) $(CATALOGS) ## make ./tracker.db from the seed if it is not there, show its status and alerts
	@[ -e $(DB) ] || $(BIN)/tracker init --db $(DB)
	@$(BIN)/tracker status --db $(DB)
	@$(BIN)/tracker alerts --db $(DB)

# Coverage nearly doubles the time of property tests, so it is measured on demand: COVER=1.
test: $(STAMP) $(CATALOGS) ## run the tests (COVER=1: and hold tracker/core at 100 % of its branches)
	$(PY) -m pytest -n auto $(if $(COVER),--cov --cov-report=)
	$(if $(COVER),$(PY) -m coverage report --include='tracker/core/*' --fail-under=100)

coverage: ## run the tests under coverage and report all of it
	@$(MAKE) --no-print-directory test COVER=1
	$(PY) -m coverage report

mutants: $(STAMP) $(CATALOGS) ## change the rules of the alerts in one place at a time, and name what no test notices
	@for room in alert_rules alert_memory tuning workdays alerts; do \
		$(PY) -m tests.mutants tracker/core/$$room.py tests/core/test_alerts.py tests/core/test_tuning.py \
			tests/core/test_alert_memory.py; \
	done

lint: $(STAMP) ## check style and formatting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(STAMP) ## check types
	$(PY) -m mypy --strict

format: $(STAMP) ## put right what lint can put right by itself
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

build: $(STAMP) ## build the sdist and the wheel into dist/
	$(PY) -m build --outdir '$(DIST)' .

faults: $(STAMP) $(CATALOGS) ## the long runs of kills, power cuts, failing disks, crowds, bit rot and hostile files: hours
	@for run in $(FAULTS); do $(PY) -m tests.faults.$$run || failed=1; done; exit $${failed:-0}

audit: $(STAMP) ## look at what the program stands on: bounds, pins, licences; and known vulnerabilities (needs the network)
	@$(PY) -m tests.dependencies
	@[ -d .audit ] || $(PY) -m venv .audit
	@.audit/bin/python -m pip install -q 'pip-audit>=2.9,<3'
	@.audit/bin/python -m pip_audit -r constraints.txt --no-deps --disable-pip --strict

# What is measured is the wheel, installed by itself: its packages once, with a network, and then the
# wheel of this source each time, without one.
bench: $(BENCHED) $(CATALOGS) ## measure speed beside other programs into docs/benchmarks.md (SIZE=full: 10 M entries too; ONLY=...)
	@rm -rf $(BENCH)/dist
	@$(PY) -m build -q --wheel --no-isolation --outdir $(BENCH)/dist . >/dev/null
	@$(BENCH)/release/$(notdir $(BIN))/python -m pip install -q --no-deps --no-index --force-reinstall $(BENCH)/dist/*.whl
	@$(PY) -m bench $(if $(SIZE),--size $(SIZE)) $(ONLY)

$(BENCHED): $(STAMP)
	@$(PY) -m venv --clear $(BENCH)/release
	@$(BENCH)/release/$(notdir $(BIN))/python -m pip install -q -c constraints.txt .
	@touch $@

clean: ## remove what the other targets made; tracker.db stays
	rm -rf $(VENV) .audit dist build htmlcov .coverage .coverage.* .hypothesis \
		.pytest_cache .mypy_cache .ruff_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

%.mo: %.po | $(STAMP)
	@$(BIN)/pybabel -q compile -i $< -o $@

$(STAMP): pyproject.toml constraints.txt
	@for p in $(PYTHONS); do \
		"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1 || continue; \
		echo "making $(VENV) with $$p"; \
		"$$p" -m venv --clear $(VENV); \
		exit; \
	done; \
	echo "tracker needs Python 3.11 or newer with venv; name one: make PYTHON=/path/to/python3" >&2; \
	exit 1
	@$(PY) -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@
