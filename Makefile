# Everything a clone needs. `make` lists the verbs; python3 >= 3.11, make and a network are enough.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
STATIC := server/latecomer/static
DONE := .make
# Two processes share a small machine well; more cores take more.
TEST_PROCESSES ?= 2
PYTEST_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HATCH_BUILD_NO_HOOKS := true

PAGE_SOURCES := $(shell find pages server/latecomer/i18n/locales -type f -not -path '*/node_modules/*' -not -path 'pages/.types/*' -not -name '*.md' -not -name '*.test.ts*' 2>/dev/null)
# Only what the lock names, checked against its hashes; wheels alone, so that nobody's code runs while it installs.
INSTALL := $(PY) -m pip install --quiet --progress-bar on --no-deps --require-hashes --only-binary :all: --requirement
LOCK = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
  --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) $(2) --output-file requirements/$(1).txt
SAY = @printf '\033[1m%s\033[0m\n'

.PHONY: help
help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(DONE)/run $(DONE)/pages ## run everything on http://localhost:8080, with a demonstration; VENDORS=1: with simulated vendors
	@exec $(PY) -m latecomer demo $(if $(VENDORS),--vendors)

.PHONY: dev
dev: $(DONE)/run $(DONE)/node ## work on it: server and pages on http://localhost:8080, both with reload; PORT=8090: elsewhere
	@exec $(PY) pages/npm.py run --silent dev

.PHONY: test
test: check $(DONE)/browser ## test everything, engines and a real browser included
	$(SAY) 'Testing the pages'
	@$(PY) pages/npm.py run --silent test
	$(SAY) 'Testing the server, the engines and the journeys'
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadgroup $(PYTEST_ARGS)

.PHONY: check
check: $(DONE)/dev $(DONE)/pages ## check format, lint, strict types, import rules and schemas
	$(SAY) 'Checking'
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m latecomer.api_docs.write_schemas check
	@$(PY) pages/npm.py run --silent types:check
	@$(PY) -m latecomer.i18n.check
	@$(PY) pages/npm.py run --silent lint
	@$(PY) pages/npm.py run --silent typecheck

.PHONY: faults
faults: $(DONE)/dev ## run N=20 seeded histories under fire from SEED=1 on, JOBS=1 at a time; STREAM=1: the stream
ifdef STREAM
	@nice -n 10 $(PY) -m tests.faults.stream --events $(or $(N),10000) --seed $(or $(SEED),1)
else
	@nice -n 10 $(PY) -m tests.faults --n $(or $(N),20) --seed $(or $(SEED),1) --jobs $(or $(JOBS),1)
endif

.PHONY: fuzz
fuzz: $(DONE)/dev ## say N=300000 things that no viewer says from SEED=1 on, beside viewers that must stay exact, and call the API
	@FUZZ=$(or $(N),300000) WALK=$(or $(WALK),20000) LINKS=$(or $(LINKS),12500) SEED=$(or $(SEED),1) \
	  nice -n 10 $(PY) -m pytest -q --timeout=7200 -p no:cacheprovider tests/hostile/test_fuzz.py tests/hostile/test_walk.py

.PHONY: guards
guards: $(DONE)/dev ## break each guard in a copy, and see the fault suite notice
	@nice -n 10 $(PY) -m tests.faults.guards

.PHONY: bench
bench: $(DONE)/dev $(DONE)/pages ## measure beside the baselines; a table, and build/bench.json
	@$(PY) -m tests.bench

.PHONY: bench-docs
bench-docs: $(DONE)/dev ## write the last bench into README.md and docs/scaling.md
	@$(PY) -m tests.bench.report

.PHONY: bench-peers
bench-peers: $(DONE)/dev $(DONE)/pages ## replay what makes peers count wrong, and print our totals beside theirs
	@$(PY) -m tests.bench.peers

.PHONY: bench-audiences
bench-audiences: $(DONE)/dev ## measure a segment over MEMBERS=1000000 with three watched days each
	@MEMBERS=$(or $(MEMBERS),1000000) $(PY) -m tests.bench.audiences

.PHONY: bench-registration
bench-registration: $(DONE)/dev $(DONE)/pages ## measure forms a second, acks beside them, and mails made and sent
	@$(PY) -m tests.bench.forms
	@$(PY) -m tests.bench.mails

.PHONY: bench-room
bench-room: $(DONE)/dev $(DONE)/pages ## measure a room: 10,000 in it, an upload through kills, four pages in step; PARTS=crowd
	@$(PY) -m tests.bench.room $(PARTS)

.PHONY: soak
soak: $(DONE)/dev $(DONE)/pages ## half load for MINUTES=30, and see that memory stays flat
	@$(PY) -m tests.bench.soak --minutes $(or $(MINUTES),30)

.PHONY: fmt
fmt: $(DONE)/dev $(DONE)/node ## format everything, and mend what lint can mend
	@$(VENV)/bin/ruff format --quiet .
	@$(VENV)/bin/ruff check --quiet --fix .
	@$(PY) pages/npm.py run --silent format

.PHONY: schemas
schemas: $(DONE)/dev $(DONE)/node ## write schemas/ and the pages' types anew from the code
	@$(PY) -m latecomer.api_docs.write_schemas write
	@$(PY) pages/npm.py run --silent types

.PHONY: texts
texts: $(DONE)/dev ## write anew what the pages derive from the catalogues, and check the catalogues
	@$(PY) -m latecomer.i18n.check write

.PHONY: pages
pages: $(DONE)/pages ## build the pages

.PHONY: lock
lock: $(DONE)/lock ## write requirements/ anew from pyproject.toml; UPGRADE=1: with the newest versions, too
	@$(call LOCK,dev,pyproject.toml --extra embedded --group dev --group build)
	@$(call LOCK,run,pyproject.toml --extra embedded --group demo --group build --constraint requirements/dev.txt)
	@$(call LOCK,serve,pyproject.toml --constraint requirements/dev.txt)
	@for group in build node lock; do $(call LOCK,$$group,--group $$group); done

.PHONY: sbom
sbom: $(DONE)/dev ## print a bill of materials (CycloneDX) from the lock files
	@$(PY) -m tests.support.sbom

.PHONY: audit
audit: $(DONE)/venv $(DONE)/node ## ask the advisories about every locked package; needs a network
	@test -x build/audit/bin/pip-audit || { $(PY) -m venv build/audit && build/audit/bin/pip install --quiet 'pip-audit>=2.9'; } \
	  || { echo 'make audit: pip-audit cannot be installed; it needs a network, or a pip-audit of yours in build/audit/bin' >&2; exit 1; }
	@for lock in serve run dev; do build/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/$$lock.txt; done
	@$(PY) pages/npm.py audit

.PHONY: images
images: $(DONE)/venv ## pin the container images by the digests that their registry has now; needs Docker
	@$(PY) -m tests.support.pin_images

.PHONY: lowest
lowest: $(DONE)/lock $(DONE)/pages ## test on the lowest versions that pyproject.toml allows
	$(SAY) 'Installing the lowest versions'
	@mkdir -p build; $(VENV)/bin/uv pip compile --quiet --resolution lowest-direct --only-binary :all: pyproject.toml --extra embedded --output-file build/lowest.txt
	@$(VENV)/bin/uv venv --quiet --clear --python $(PY) build/lowest
	@$(VENV)/bin/uv pip install --quiet --python build/lowest --constraint build/lowest.txt --group dev --group build --editable '.[embedded]'
	@build/lowest/bin/python -m pytest -n $(TEST_PROCESSES) --dist loadgroup $(PYTEST_ARGS)

.PHONY: clean
clean: ## remove what was built and installed; ./data stays
	rm -rf $(VENV) $(DONE) $(STATIC) pages/node_modules pages/.types dist build
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +

# --- what the verbs stand on; each leaves a file in .make, so that the second time is quick ---

$(DONE)/venv:
	@mkdir -p $(DONE)
	@python=; for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo 'Python 3.11 or newer is needed; python3 is '"$$(python3 --version 2>&1 || echo missing)" >&2; exit 1; fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)" >&2; exit 1; fi; \
	printf '\033[1mMaking a virtual environment (%s)\033[0m\n' "$$($$python --version)"; \
	$$python -m venv $(VENV)
	@touch $@

$(DONE)/run: $(DONE)/venv pyproject.toml requirements/run.txt
	$(SAY) 'Installing Latecomer with its engines'
	@$(INSTALL) requirements/run.txt
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)/dev: $(DONE)/run requirements/dev.txt
	$(SAY) 'Installing the tools for checks and tests'
	@$(INSTALL) requirements/dev.txt
	@touch $@

$(DONE)/node: $(DONE)/venv pages/package-lock.json requirements/node.txt
	@if ! $(PY) pages/npm.py --has-node; then \
	  printf '\033[1mInstalling Node\033[0m\n'; $(INSTALL) requirements/node.txt; fi
	$(SAY) 'Installing what the pages are made of'
	@$(PY) pages/npm.py ci --no-progress --loglevel=error
	@touch $@

$(DONE)/pages: $(DONE)/node $(PAGE_SOURCES)
	$(SAY) 'Building the pages'
	@$(PY) pages/npm.py run --silent build >$(DONE)/pages.log 2>&1 || { cat $(DONE)/pages.log >&2; exit 1; }
	@touch $@

$(DONE)/lock: $(DONE)/venv requirements/lock.txt
	@$(INSTALL) requirements/lock.txt
	@touch $@

$(DONE)/browser: $(DONE)/dev
	@$(PY) tests/support/find_programs.py
	@touch $@
