# The front door: `make serve` and `make test` need nothing but Python 3.11 or newer.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
RUNS ?= 3

.PHONY: serve test check format lint types contracts bench latency model evaluate peers prequential faults long clients image-test clean

serve: $(VENV)/.installed
	$(BIN)/hamgate serve

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m pytest -q

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Everything that `make test` runs in a short form, in its long one.
long: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow -v

faults: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/faults -m "slow or not slow" -v

# Akismet clients from their registries, unchanged, against a running Hamgate. What needs root or
# a registry that is not there is left out by name.
clients: $(VENV)/.installed-dev
	PYTHON=$(BIN)/python bash tests/clients/install.sh $(VENV)/clients
	CLIENTS_DIR=$(abspath $(VENV))/clients $(BIN)/python -m pytest tests/clients tests/integration/akismet -m "slow or not slow" -q -rs

# The default model; the same data gives the same digest. Without DATA: the seed comments alone.
model: $(VENV)/.installed
	$(BIN)/python -m training.default_model --data $(DATA)

evaluate: $(VENV)/.installed
	$(BIN)/hamgate evaluate default $(DATA)

peers: $(VENV)/.installed-dev
	$(BIN)/hamgate evaluate default $(DATA) --peers

# What memory changes on a blog: judged, then labelled, in date order, on a store of its own.
prequential: $(VENV)/.installed
	$(BIN)/python -m training.onsite_run $(DATA)/blog_dylan.jsonl.gz

# How fast it is here, beside the usual ways: a table, and bench.html with curves. RUNS=1 is quicker.
bench: $(VENV)/.installed
	$(BIN)/hamgate bench --runs $(RUNS) --report bench.html

# comment-check beside /v1/check: fails where its p99 is more than 10 % above.
latency: $(VENV)/.installed-dev
	$(BIN)/python tests/benchmarks/akismet_latency.py

image-test:
	bash tests/image/build_and_run.sh

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hamgate needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed
