# Everything a developer does, each in one command. `make` alone lists them.

# The first that runs and is new enough: a name on the path may be only a version manager's placeholder.
PYTHON ?= $(or $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done),python3)
VENV := .venv
BIN := $(VENV)/bin
# For two cores: a third of its time each waits, for a browser or for a program that it has started. As many where a
# machine has more: the run then takes the same way everywhere.
WORKERS ?= 3
# The public site's; the back office takes the next.
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest
# File by file, in the order in which conftest.py puts them.
SHARED := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip install --disable-pip-version-check

# A run starts the program many times over: what Python has compiled of it is kept, whatever the account's habit is.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-slow bench lint format lock clean python

help: ## List what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.runtime ## Install, load the sample city and start: http://127.0.0.1:8000/
	@$(BIN)/gongkai serve --demo --port $(PORT)

test: $(VENV)/.development ## Everything that must pass: the suite on SQLite, then what uses the database on PostgreSQL
	@scripts/install-test-systems
	$(PYTEST) $(SHARED)
	$(BIN)/python -m tests.support.postgresql $(PYTEST) $(SHARED) --only-database

test-slow: $(VENV)/.development ## The tests that take minutes each
	@scripts/install-test-systems
	$(PYTEST) $(SHARED) -m slow
	$(BIN)/python -m tests.support.postgresql $(PYTEST) $(SHARED) -m slow --only-database

bench: $(VENV)/.development ## The speeds that we promise, as ratios
	$(BIN)/python -m benchmarks

lint: $(VENV)/.development ## Style, types, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src conftest.py tests
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m django makemigrations --check --dry-run

format: $(VENV)/.development ## Put the code into our format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(VENV)/.development ## Lock the versions anew
	$(BIN)/pip-compile -q -U --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --resolver=backtracking -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q -U --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --resolver=backtracking --extra dev -o requirements-dev.lock pyproject.toml

clean: ## Take away what can be made again; the data in var/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "需要 Python 3.11 或更新版本。可用 make PYTHON=/路径/python3.11 run 指定。"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python 缺少 venv 模块。Debian：以 root 运行 apt-get install python3-venv。"; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | python
	@test -x $(BIN)/python || { echo "正在建立虚拟环境 $(VENV)……"; $(PYTHON) -m venv $(VENV); }
	@echo "正在下载并安装所需的软件包，只在首次运行和版本更新时进行，需要一两分钟……"
	@$(PIP) -r requirements.lock
	@echo "正在安装本平台……"
	@$(PIP) -q --no-deps -e .
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml | python
	@test -x $(BIN)/python || { echo "正在建立虚拟环境 $(VENV)……"; $(PYTHON) -m venv $(VENV); }
	@echo "正在下载并安装开发和测试所需的软件包，需要几分钟……"
	@$(PIP) -r requirements-dev.lock
	@echo "正在安装本平台……"
	@$(PIP) -q --no-deps -e .
	@touch $@ $(VENV)/.runtime
