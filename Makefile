# Needs Python 3.11 or later, make and a Debian base. Everything else is installed into .venv from the lock.
PYTHON ?= python3
DEV ?= ../shared/dev
SCORER ?= ../shared/contract/score.py
READOUTS ?= ../shared/corpus/readouts

VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
GAZETTEER := .venv-gazetteer
PEERS := tests/peers/node_modules
BUILD := build
QUERIES_SHOWN := meetings visits signings conferences frameworks officials cooperation pairs counts
FORMATS_SHOWN := graphml gexf dot html svg $(if $(shell command -v chromium dot),png)

# A stamp is written last, so that a set-up that was interrupted is done again.
READY := $(VENV)/.ready
BENCH_READY := $(BENCH)/.ready
GAZETTEER_READY := $(GAZETTEER)/.ready

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

.PHONY: setup
setup: $(READY) ## Set up .venv from the lock

# $(1): the environment, $(2): its lock. One that was left half-made is made anew; Debian has venv in a package of its own.
define ENVIRONMENT
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: say make PYTHON=python3.11"; exit 1; }
	rm -f $@
	@$(1)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(1) || \
	    { [ "$$(id -u)" = 0 ] && { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1 && $(PYTHON) -m venv --clear $(1); } || \
	    { echo "$(PYTHON) cannot make a virtual environment: install python3-venv"; exit 1; }
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r $(2)
endef

# Without build isolation, so that the build backend is the locked one too.
INSTALL_PROJECT = -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

$(READY): requirements.lock pyproject.toml
	$(call ENVIRONMENT,$(VENV),$<)
	$(BIN)/python $(INSTALL_PROJECT)
	touch $@

# $(1): what succeeds where it is installed; $(2): the Debian package that has it; $(3): what goes without it.
define DEBIAN_PACKAGE
	@if ! $(1) >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing $(2), for $(3)"; \
	    export DEBIAN_FRONTEND=noninteractive; \
	    { apt-get install -y -qq --no-install-recommends $(2) || \
	      { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(2); }; } >/dev/null 2>&1 || true; \
	fi; \
	$(1) >/dev/null 2>&1 || echo "$(2) is not installed: $(3) are left out and their tests skipped (apt-get install $(2))"
endef

.PHONY: graphviz
graphviz:
	$(call DEBIAN_PACKAGE,command -v dot,graphviz,PDF and other drawings of Graphviz)

# Programs and servers of others that the tests try ours on.
.PHONY: peers
peers: graphviz $(PEERS)/.ready
	$(call DEBIAN_PACKAGE,command -v chromium,chromium,pages and pictures in a browser)
	$(call DEBIAN_PACKAGE,command -v rapper,raptor2-utils,Raptor's readers)
	$(call DEBIAN_PACKAGE,command -v curl,curl,questions by curl)
	$(call DEBIAN_PACKAGE,perl -MRDF::Query::Client -e1,librdf-query-client-perl,questions by Perl)
	$(call DEBIAN_PACKAGE,command -v virtuoso-t,virtuoso-opensource,queries of Virtuoso)

$(PEERS)/.ready: tests/peers/package.json tests/peers/package-lock.json
	@if command -v npm >/dev/null; then \
	    npm ci --ignore-scripts --prefix tests/peers --no-audit --no-fund --loglevel=error && touch $@; \
	else \
	    echo "npm is not installed: tests with JavaScript readers are skipped (apt-get install npm)"; \
	fi

.PHONY: demo
demo: $(READY) ## From the seeds to tables of answers and files for visualizers
	$(BIN)/kg build seeds --out $(BUILD)/graph.nq
	@for name in $(QUERIES_SHOWN); do echo; echo "== kg query $$name"; $(BIN)/kg query $$name; done
	@echo; for format in $(FORMATS_SHOWN); do $(BIN)/kg export $$format --out $(BUILD)/graph.$$format; done
	@for text in seeds/*.txt; do $(BIN)/kg explain $$text --html $(BUILD)/$$(basename $$text .txt).html; done
	@echo; echo "Files written:"; cd $(BUILD) && wc -c graph.nq $(FORMATS_SHOWN:%=graph.%) $(notdir $(patsubst %.txt,%.html,$(wildcard seeds/*.txt))) | sed '$$d; s|[^ ]*$$|$(BUILD)/&|'

.PHONY: lint
lint: $(READY) ## ruff, mypy --strict and the import contract
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

.PHONY: test
test: $(READY) peers lint ## lint, then all tests
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

.PHONY: golden
golden: $(READY) docs ## Renew the golden files and the docs; read the diff before committing it
	$(BIN)/python -m pytest -q --renew $(PYTEST_ARGS)
	git status --short tests docs README.md

.PHONY: docs
docs: $(READY) ## Write docs/cli.md and the examples and tables of README.md
	$(BIN)/python tools/make_docs.py

.PHONY: gallery
gallery: $(READY) ## Draw the pictures of docs/views.md anew, from the seeds
	$(BIN)/python tools/make_gallery.py

# $(1): what is run where the labelled texts and their scorer are at hand.
define LABELLED
	@if [ ! -d "$(DEV)" ] || [ ! -f "$(SCORER)" ]; then \
	    echo "no labelled texts at $(DEV) or no scorer at $(SCORER): nothing measured (say make $@ DEV=FOLDER SCORER=FILE)"; \
	else \
	    $(1); \
	fi
endef

.PHONY: score
score: $(READY) ## Score against labelled texts beside the last release (DEV=FOLDER, SCORE_ARGS="--lang en")
	$(call LABELLED,$(BIN)/python bench/quality.py $(DEV) --scorer $(SCORER) $(SCORE_ARGS))

.PHONY: score-record
score-record: $(READY) ## Score, and add the figures to the history of quality (VERSION=1.2.0)
	$(if $(VERSION),,$(error say which version: make score-record VERSION=1.2.0))
	$(call LABELLED,$(BIN)/python bench/quality.py $(DEV) --scorer $(SCORER) --record $(VERSION))

.PHONY: quality
quality: score ## Score, and write the tables of docs/quality.md (BLIND=FOLDER of texts that nobody tuned on)
	$(BIN)/python bench/quality_page.py --scorer $(SCORER) $(if $(BLIND),--blind $(BLIND))

.PHONY: confidence
confidence: $(READY) ## Measure the rules' confidence on labelled texts and write kg/data/confidence.tsv
	$(call LABELLED,$(BIN)/python bench/confidence.py $(DEV) --scorer $(SCORER))

$(BENCH_READY): requirements-bench.lock pyproject.toml
	$(call ENVIRONMENT,$(BENCH),$<)
	$(BENCH)/bin/python $(INSTALL_PROJECT)
	touch $@

.PHONY: bench
bench: $(BENCH_READY) ## Speed and memory beside spaCy (READOUTS=FOLDER); writes build/bench/
	$(BENCH)/bin/python bench/startup.py --out $(BUILD)/bench/startup.json
	$(BENCH)/bin/python bench/long_text.py $(READOUTS) --out $(BUILD)/bench/long_text.json
	$(BENCH)/bin/python bench/reading_speed.py $(READOUTS) --out $(BUILD)/bench/reading_speed.json

$(GAZETTEER_READY): requirements-gazetteer.lock
	$(call ENVIRONMENT,$(GAZETTEER),$<)
	touch $@

.PHONY: gazetteer
gazetteer: $(GAZETTEER_READY) ## Compile the gazetteer in kg/data/world anew from its sources
	$(GAZETTEER)/bin/python tools/make_gazetteer.py

# Hashes of every file on the index, and no host: the lock serves whatever index pip is set up with.
COMPILE = $(BUILD)/lock-venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-config \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --pip-args "--no-cache-dir" $(LOCK_ARGS)

.PHONY: lock
lock: ## Renew the lock files (LOCK_ARGS=--upgrade)
	test -x $(BUILD)/lock-venv/bin/pip-compile || { $(PYTHON) -m venv --clear $(BUILD)/lock-venv && $(BUILD)/lock-venv/bin/python -m pip install --quiet pip-tools; }
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra bench --output-file requirements-bench.lock pyproject.toml
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["gazetteer"], sep="\n")' | \
	    CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file requirements-gazetteer.lock -

.PHONY: clean
clean: ## Remove what was generated, .venv too
	rm -rf $(BUILD) dist $(VENV) $(BENCH) $(GAZETTEER) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find kg tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
