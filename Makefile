# Every command of the project. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= $(shell nproc)

.PHONY: help run test lint fmt bench bench-bids bench-pages bench-plan-reader bench-posting bench-event-log bench-scoring bench-programmes bench-market-import bench-market-matches bench-search bench-search-quality bench-contracts soak docs lock messages clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run.stamp: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing dependencies (once) ..."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	@echo "Installing development dependencies (once) ..."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

run: $(VENV)/run.stamp ## Start Qinglan: database, web server, worker; demonstration data on the first start
	@exec $(BIN)/qinglan run

test: $(VENV)/dev.stamp ## Run every test on real PostgreSQL, browser tests included
	@scripts/ensure_browser.sh
	@$(BIN)/python -m qinglan.kernel.web.translations
	@$(BIN)/python -m pytest -n $(JOBS) -m "not soak" $(TESTS)

lint: $(VENV)/dev.stamp ## Check style, types, import order, packs and migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/qinglan pack check
	@$(BIN)/qinglan django makemigrations --check --dry-run

fmt: $(VENV)/dev.stamp ## Format the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

BENCHES := bench-pages bench-plan-reader bench-posting bench-bids bench-event-log bench-scoring bench-programmes bench-market-import bench-market-matches bench-search bench-search-quality bench-contracts
bench: ## Run all benchmarks, also after one that failed; fail in the end if one did
	@$(MAKE) --no-print-directory --keep-going $(BENCHES)

bench-bids: $(VENV)/dev.stamp ## Bids a second against the bare statements, through HTTP, and how soon they reach 10,000 watchers
	@$(BIN)/python -m benchmarks.bids

bench-posting: $(VENV)/dev.stamp ## Postings a second against the bare statements
	@$(BIN)/python -m benchmarks.posting

bench-event-log: $(VENV)/dev.stamp ## Events a second, and how soon a change reaches a live page
	@$(BIN)/python -m benchmarks.event_log

bench-scoring: $(VENV)/dev.stamp ## Scoring 10,000 green-factory cases against the scheme written by hand
	@$(BIN)/python -m benchmarks.scoring

bench-programmes: $(VENV)/dev.stamp ## Pages with 100 and 10,000 cases in a round, and a release of 1,000 decisions
	@$(BIN)/python -m benchmarks.programmes

bench-search: $(VENV)/dev.stamp ## A million documents against Lucene, and what HTTP adds (Java; DOCUMENTS=100000: shorter)
	@status=0; $(BIN)/python -m benchmarks.search $(DOCUMENTS) || status=1; \
	$(BIN)/python -m benchmarks.search.over_http || status=1; exit $$status

bench-search-quality: $(VENV)/dev.stamp ## Whether what belongs together is found, against TF-IDF
	@$(BIN)/python -m benchmarks.search.quality

bench-pages: $(VENV)/dev.stamp ## What a list page costs against a bare Django page
	@$(BIN)/python -m benchmarks.pages

bench-plan-reader: $(VENV)/dev.stamp ## Precision, recall and speed of the plan reader
	@$(BIN)/python -m benchmarks.plan_reader

bench-market-import: $(VENV)/dev.stamp ## A million technologies from a file against COPY of the same rows
	@$(BIN)/python -m benchmarks.market_import

bench-market-matches: $(VENV)/dev.stamp ## How soon the matches of a new need stand among a million technologies
	@$(BIN)/python -m benchmarks.market_matches

bench-contracts: $(VENV)/dev.stamp ## Registering, listing and yearly tables with 10 million contracts (12 GB of disk; ROWS=100000: shorter)
	@$(BIN)/python -m benchmarks.contracts --peer $(if $(ROWS),--rows $(ROWS))

soak: $(VENV)/dev.stamp ## Run the long trials, and the properties with new examples
	@$(BIN)/python -m pytest -m "soak or hypothesis" -n $(JOBS) tests

docs: $(VENV)/dev.stamp ## Remake the screenshots in docs/
	@scripts/ensure_browser.sh
	@$(BIN)/python -m scripts.screenshots

lock: ## Pin the dependencies anew (needs uv)
	@uv pip compile --quiet pyproject.toml --extra build --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal -o requirements/run.lock
	@uv pip compile --quiet pyproject.toml --extra build --extra dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal -c requirements/run.lock -o requirements/dev.lock

clean: ## Remove what can be made again (never the data in var/)
	@rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find qinglan tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
