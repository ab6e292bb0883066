# The whole vocabulary of the house. Each target sets up what it needs first.
# PYTHON=python3.12 chooses an interpreter; ARGS="…" is handed to audit, serve and bench.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup browser audit serve test lint bench accuracy compare lock clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
UV     := $(shell command -v uv 2>/dev/null)
# The demo has a folder of its own: what is published of it must not stand among the problems of real bureaus.
DEMO   := $(or $(GONGKAI_VAR),data/var)/demo

help: ## print the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(STAMP) ## make .venv from requirements.lock (again only when the lock has changed)

$(STAMP): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "需要 Python 3.11 或更高版本（python3 未找到或版本过低）" >&2; exit 2; fi
ifneq ($(UV),)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
else
	$(PYTHON) -m venv $(VENV) || { echo "无法创建虚拟环境：Debian/Ubuntu 请先安装 python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif
	@touch $(STAMP)

browser: setup ## install a headless Chromium and a Chinese font, as far as this machine allows
	@.ci/browser

audit: setup ## set up and audit the bundled demo portals
	$(BIN)/gongkai --var $(DEMO) audit --demo $(ARGS)

serve: setup ## serve what the audit of the demo found, on loopback
	$(BIN)/gongkai --var $(DEMO) serve $(ARGS)

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict checks
	$(BIN)/mypy archive cli config crawler publish

# Three workers on two cores: a third of the time tests wait, for browsers, for what never answers. A file stays whole, so that what its
# tests share is made once. Commands start by the hundred: Python keeps what it compiled, even where the environment tells it not to.
test: setup browser lint ## set up, lint and run every test
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: setup ## speed of the crawl and of reading facts, on a local site; the slowest extractor on hostile pages of 1 MB
	$(BIN)/python -m tests.bench $(ARGS)
	$(BIN)/python -m tests.broken

accuracy: setup ## facts of labelled pages against the labels; writes docs/accuracy.md
	$(BIN)/python -m tests.accuracy $(ARGS)

compare: setup ## install the readers of others that make accuracy then holds beside ours
ifneq ($(UV),)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-compare.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-compare.lock
endif

LOCK := $(if $(UV),$(UV),$(BIN)/uv) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock" --quiet
lock: ## resolve the dependencies again: hashes, no address (needs uv)
	$(LOCK) pyproject.toml --group dev $(ARGS) -o requirements.lock
	$(LOCK) --group compare --constraint requirements.lock $(ARGS) -o requirements-compare.lock
	@! grep -nE '[a-z]+://|--(index|extra-index|find-links)' requirements.lock requirements-compare.lock

clean: ## remove .venv and caches; what the program wrote (data/var) stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
