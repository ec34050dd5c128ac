# `make` lists the commands; each does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check models bench lock format documents clean
PY := .venv/bin/python
PACKAGES := wire edge_agent hub provisioning models_quantized tests
export PYTHONPATH := $(CURDIR)

# LANGUAGE is also gettext's variable: from the environment it counts only when it is ours.
ifneq ($(origin LANGUAGE),command line)
  LANGUAGE := $(filter en zh,$(LANGUAGE))
endif
DEMO_FLAGS = $(if $(ONCE),--once) $(if $(VIDEO),--video "$(VIDEO)") $(if $(AUDIO),--audio "$(AUDIO)") \
  $(if $(LANGUAGE),--language "$(LANGUAGE)") $(if $(PROFILE),--profile "$(PROFILE)") \
  $(if $(JOB),--job "$(JOB)") $(if $(SPEED),--speed "$(SPEED)") $(if $(OUT),--out "$(OUT)")

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo:  ## a whole site on this machine (ONCE=1 [VIDEO=f] [AUDIO=f] [LANGUAGE=en|zh] [PROFILE=cn|eu|us] [JOB=f] [SPEED=max] OUT=dir)
	@python3 provisioning/bootstrap.py demo
	@$(PY) -m provisioning demo $(DEMO_FLAGS)

test:  ## everything: the gate, then unit, integration and end-to-end tests
	@python3 provisioning/bootstrap.py test
	@$(MAKE) --no-print-directory gate
	$(PY) -m pytest

check:  ## the offline gate: format, lint, types, import contracts, unit tests
	@python3 provisioning/bootstrap.py check
	@$(MAKE) --no-print-directory gate
	$(PY) -m pytest -q tests/unit

.PHONY: gate
gate:
	.venv/bin/ruff format --check -q $(PACKAGES)
	.venv/bin/ruff check -q $(PACKAGES)
	.venv/bin/mypy $(PACKAGES)
	.venv/bin/lint-imports

models:  ## fetch, verify and build the models into .cache/models
	@python3 provisioning/bootstrap.py demo

bench:  ## measure; prints a table and writes build/bench.json
	@python3 provisioning/bootstrap.py test
	$(PY) -m tests.benchmarks

format:  ## format and fix what can be fixed
	.venv/bin/ruff format $(PACKAGES)
	.venv/bin/ruff check --fix $(PACKAGES)

documents:  ## write the generated documents again
	$(PY) -m provisioning.documents

lock:  ## resolve requirements/*.in into hash-locked *.txt (needs uv)
	@for name in build edge hub site dev; do \
	  uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

clean:  ## remove what was built; models and the environment stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
