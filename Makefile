# make run     a service in the foreground, from nothing
# make test    everything that must hold, from nothing
# make faults  every fault of delivery, and what it cost, as a table
# make servers a Matrix server for the tests that talk to real ones (they skip without it)
# make lock    resolve the dependencies anew (maintainers)

PYTHON ?= python3
CONFIG ?= config.yaml
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run install test lint faults servers lock clean

run: install
	@if [ ! -e "$(CONFIG)" ]; then cp config.example.yaml "$(CONFIG)"; echo "wrote $(CONFIG) from config.example.yaml"; fi
	@exec $(BIN)/monitor run --config "$(CONFIG)"

install: $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); sh deploy/make-venv.sh $(PYTHON) $(VENV); }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

test: $(VENV)/.installed-dev lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

faults: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/faults.py --results docs/explanation/delivery.md

servers: .venv-synapse/.installed

.venv-synapse/.installed:
	@$(PYTHON) -m venv .venv-synapse || { rm -rf .venv-synapse; sh deploy/make-venv.sh $(PYTHON) .venv-synapse; }
	.venv-synapse/bin/pip install --quiet --disable-pip-version-check matrix-synapse==1.163.2
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist
