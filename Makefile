# make serve: set up, index and serve the chat.   make test: the same set-up, and all tests.

PYTHON ?= python3
BIN := .venv/bin
SETUP_DONE := .venv/.set-up
MODEL_DONE := .assistant/models/.prepared
SERVE_WITH := $(if $(HOST),--host "$(HOST)") $(if $(PORT),--port "$(PORT)")

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HF_HUB_OFFLINE := 1

.PHONY: setup serve test screenshots check fix eval bench-quality clean help
.DEFAULT_GOAL := help

help:
	@echo "make serve          the web chat on 127.0.0.1:7860 (HOST=, PORT=)"
	@echo "make test           all tests"
	@echo "make check          format, lint, types, imports, data files"
	@echo "make fix            mend what tools can mend"
	@echo "make eval           ask every suite of questions, and hold the answers to the gates"
	@echo "make bench-quality  measure search quality"
	@echo "make screenshots    pictures of every page, in both languages"
	@echo "make setup          what all of them do first"
	@echo "make clean          remove what was made here"

setup: $(SETUP_DONE) $(MODEL_DONE)
	@:

$(SETUP_DONE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up .venv (once; it takes some minutes)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(MODEL_DONE): $(SETUP_DONE)
	@echo "Preparing the embedding model (once)"
	@$(BIN)/policy-assistant prepare
	@mkdir -p $(@D) && touch $@

serve: setup
	@$(BIN)/policy-assistant serve $(SERVE_WITH) || [ $$? = 130 ]

test: setup
	@scripts/system-for-tests
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff format --check --quiet . >/dev/null || { echo "Some files are not formatted: make fix"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@$(BIN)/policy-assistant check

fix: setup
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

eval: setup
	@$(BIN)/policy-assistant ingest >/dev/null
	@$(BIN)/policy-assistant eval

screenshots: setup
	@scripts/system-for-tests
	@$(BIN)/python scripts/screenshots.py

bench-quality: setup
	@$(BIN)/python -m bench.quality

clean:
	@rm -rf .venv .assistant build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
