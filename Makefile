# Everything that can be done here. `make demo` and `make test` work in a bare clone: they install what they need.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := .demo/.wensou
# Options of the benchmarks, such as --save, of the tests of clusters, such as --quick, of the crashes, such as --kills 20,
# of the fuzzer, such as --seed 2, and of the properties, such as tests/test_fold.py.
BENCH ?=
CRASH ?=
CLUSTER ?=
FUZZ ?=
PROPERTIES ?=
# Cases whose files are written anew; none: all of them.
GOLDEN ?=

.PHONY: demo test test-cluster check golden crash properties fuzz hostile bench format lint types docs dependencies audit screenshots clean

# What the program needs to run, in a virtual environment of its own.
$(VENV)/.runs: pyproject.toml requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("wensou needs Python 3.10 or later: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.lock --editable .
	@touch $@

# What development needs besides.
$(VENV)/.develops: $(VENV)/.runs
	@echo "installing the tools of development ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.lock --editable '.[dev]'
	@touch $@

# Index the sample issues and search them.
demo: $(VENV)/.runs
	@mkdir -p .demo
	$(BIN)/wensou index --index $(DEMO) corpus/samples/*.txt
	@echo
	$(BIN)/wensou search --index $(DEMO) -n 5 农业保险

# A process a core; the tests of a file stay together, for they share what is costly to make, and files stay in their
# order, for the longest have the fewest tests.
test: $(VENV)/.develops
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# What needs a cluster, on one of a single machine, started from OpenSearch's artifacts; with Java and Maven.
test-cluster: $(VENV)/.develops
	$(BIN)/python -m tests.cluster $(CLUSTER)

# All that must hold before a change is taken.
check: format lint types docs dependencies test

format: $(VENV)/.develops
	$(BIN)/ruff format --check .

lint: $(VENV)/.develops
	$(BIN)/ruff check .

# What is installed fits together. This asks no one.
dependencies: $(VENV)/.develops
	$(BIN)/python -m pip --disable-pip-version-check check

# Known weaknesses of what wensou depends on, asked of PyPI: no part of `check`, for it depends on the network and on what
# became known today. What nothing can be told of is a fault: else all would seem well where no one was asked.
audit: $(VENV)/.develops
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements-dev.lock

types: $(VENV)/.develops
	$(BIN)/mypy

# Generated pages are as fresh as what they are generated from.
docs: $(VENV)/.develops
	$(BIN)/python scripts/make_command_reference.py --check
	$(BIN)/python -m scripts.make_translations --check
	$(BIN)/python scripts/make_screenshots.py --check

# Pictures of what commands show, for the READMEs.
screenshots: $(VENV)/.develops
	$(BIN)/python scripts/make_screenshots.py

# What commands show in every format, in a pipe and on terminals: read what changed before it is kept.
golden: $(VENV)/.develops
	$(BIN)/python -m tests.golden $(GOLDEN)

# Kills, write faults and damages by the hundred, for half an hour; the tests try a few.
crash: $(VENV)/.develops
	$(BIN)/python -m tests.crash $(CRASH)

# Every property of what is read, queried and shown, with twenty times as many examples as the tests try.
properties: $(VENV)/.develops
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile long --numprocesses auto $(PROPERTIES)

# Changed documents by the thousand, eight minutes for each kind of file; the tests try a few.
fuzz: $(VENV)/.develops
	$(BIN)/python -m tests.fuzz $(FUZZ)

# Everything that is shown of 10,000 documents that try to act on who searches them; the tests try a few.
hostile: $(VENV)/.develops
	$(BIN)/python -m tests.fuzz.hostile $(FUZZ)

# What the benchmarks need besides: what draws plots, and peers.
$(VENV)/.measures: $(VENV)/.develops
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.lock --editable '.[bench,dev]'
	@touch $@

bench: $(VENV)/.measures
	$(BIN)/python -m benchmarks $(BENCH)

clean:
	rm -rf $(VENV) .venv-ci .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
