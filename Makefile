# What people do with a checkout. Everything else is the command `.venv/bin/zhixing`.

PYTHON ?= python3
BIN = .venv/bin
ZHIXING = $(BIN)/zhixing

# How the tests run: in parallel, each worker with virtual hosts and a database server of its own.
WORKERS = 4
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder
WITH_PARTS = $(ZHIXING) with-parts --databases $(WORKERS) --in-memory --
TESTS ?= tests
# Each process would compile the project anew where the environment forbids to keep what is compiled.
export PYTHONDONTWRITEBYTECODE =
# What tests need beside Python's packages; installed when missing and root.
TEST_PACKAGES = chromium prometheus

.DEFAULT_GOAL := help
.PHONY: help up down status reset test test-unit compiled lint docs lock chaos bench e2e-browser laptop dev

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

up: laptop ## run the whole system on this machine, with the demo district, until Ctrl-C
	@$(ZHIXING) up

down: laptop ## stop it from another terminal
	@$(ZHIXING) down

status: laptop ## say what runs and whether it is ready
	@$(ZHIXING) status

reset: laptop ## stop it and remove its data (asks first)
	@$(ZHIXING) reset

test: dev ## everything that must hold, on a private broker and database
	@$(ZHIXING) need $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory --jobs 2 lint compiled
	@$(WITH_PARTS) $(PYTEST) -m "not long" $(TESTS)

test-unit: dev ## the tests that open no socket: seconds
	@$(PYTEST) -m "not long" tests/unit tests/contract

# One core compiles the tests, once for all workers, while the other checks types. What is wrong here the run itself tells.
compiled: dev
	@$(BIN)/pytest --collect-only -qq $(TESTS) >/dev/null 2>&1 || true

lint: dev ## ruff, mypy and the import rules
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

chaos: dev ## take processes, the broker and the database away while it works; look at properties ten times as long
	@ZHIXING_TEST_THOROUGH=10 $(PYTEST) -m hypothesis tests/unit tests/contract
	@$(WITH_PARTS) $(PYTEST) -m "chaos or long" $(TESTS)

e2e-browser: dev ## drive the chat page in headless Chromium
	@$(ZHIXING) need $(TEST_PACKAGES)
	@$(WITH_PARTS) $(PYTEST) -m browser $(TESTS)

bench: dev ## measure the batch path beside plain nameko, FastStream and the limit; reading figures; imports (a quiet machine is needed)
	@$(ZHIXING) with-parts -- $(BIN)/python -m bench $(BENCH)
	@$(ZHIXING) with-parts -- $(BIN)/python -m bench.figures $(BENCH_FIGURES)
	@$(ZHIXING) with-parts -- $(BIN)/python -m bench.imports $(BENCH_IMPORTS)

docs: dev ## write what is generated from the code: docs/events.md, docs/asyncapi.yaml, golden files
	@$(BIN)/python -m shared.events.catalogue

lock: dev ## pin the newest dependencies that pyproject.toml allows, with hashes and without any address
	@for what in runtime: laptop:laptop "dev:laptop --extra dev"; do \
	    extra=$${what#*:}; \
	    $(BIN)/uv pip compile pyproject.toml $${extra:+--extra $$extra} --quiet --upgrade --generate-hashes \
	        --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
	        --output-file requirements/$${what%%:*}.lock || exit 1; \
	done

laptop dev:
	@PYTHON="$(PYTHON)" ops/bootstrap.sh $@
