# `make` lists the commands; each does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check models bench lock format documents clean gate
PY := .venv/bin/python
PACKAGES := wire edge_agent hub provisioning models_quantized tests
export PYTHONPATH := $(CURDIR)

# LANGUAGE is also gettext's variable: from the environment it counts only when it is ours.
ifneq ($(origin LANGUAGE),command line)
  override LANGUAGE := $(if $(filter-out en zh,$(value LANGUAGE)),,$(value LANGUAGE))
endif
# What the user gives is taken as it is written ($$ stays $$), and the shell sees it only as the
# value of an environment variable: no character of it can become a command.
override ONCE := $(value ONCE)
override VIDEO := $(value VIDEO)
override AUDIO := $(value AUDIO)
override LANGUAGE := $(value LANGUAGE)
override PROFILE := $(value PROFILE)
override JOB := $(value JOB)
override SPEED := $(value SPEED)
override OUT := $(value OUT)
override ONLY := $(value ONLY)
export ONCE VIDEO AUDIO LANGUAGE PROFILE JOB SPEED OUT ONLY

# A name on PATH may be a stub that does not run (pyenv's, for a version it does not have).
define SET_UP
@for python in python3.11 python3; do \
  if command -v $$python >/dev/null && $$python -c '' 2>/dev/null; then \
    exec $$python provisioning/bootstrap.py $(1); \
  fi; \
done; \
echo 'P-SETUP-001: no python3 was found. On Debian 12: apt-get install python3 python3-venv python3-dev.' >&2; \
exit 2
endef

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup:  ## prepare this machine for the demo
	$(call SET_UP,demo)

demo: setup  ## a whole site on this machine (ONCE=1 [VIDEO=f] [AUDIO=f] [LANGUAGE=en|zh] [PROFILE=cn|eu|us] [JOB=f] [SPEED=max] OUT=dir)
	@$(PY) -m provisioning demo $${ONCE:+--once} \
	  $${VIDEO:+--video="$$VIDEO"} $${AUDIO:+--audio="$$AUDIO"} \
	  $${LANGUAGE:+--language="$$LANGUAGE"} $${PROFILE:+--profile="$$PROFILE"} \
	  $${JOB:+--job="$$JOB"} $${SPEED:+--speed="$$SPEED"} $${OUT:+--out="$$OUT"}

test:  ## everything: the gate, then unit, integration and end-to-end tests
	$(call SET_UP,test)
	@$(MAKE) --no-print-directory gate
	$(PY) -m pytest -q -n 2 tests/unit
	$(PY) -m pytest tests/integration tests/e2e

check:  ## the offline gate: format, lint, types, import contracts, unit tests
	$(call SET_UP,check)
	@$(MAKE) --no-print-directory gate
	$(PY) -m pytest -q -n 2 tests/unit

gate:
	.venv/bin/ruff format --check -q $(PACKAGES)
	.venv/bin/ruff check -q $(PACKAGES)
	.venv/bin/mypy $(PACKAGES)
	.venv/bin/lint-imports

models: setup  ## fetch, verify and build the models, measure their variants and choose
	@$(PY) -m models_quantized

bench:  ## measure; prints a table and writes build/bench.json (ONLY="live chair" for some of it)
	$(call SET_UP,test)
	$(PY) -m tests.benchmarks $$ONLY

format:  ## format and fix what can be fixed
	$(call SET_UP,tools)
	.venv/bin/ruff format $(PACKAGES)
	.venv/bin/ruff check --fix $(PACKAGES)

documents:  ## write the generated documents again
	$(call SET_UP,tools)
	$(PY) -m provisioning.documents
	$(PY) -m hub.app.documents

lock:  ## resolve requirements/*.in into hash-locked *.txt (needs uv)
	@command -v uv >/dev/null || { echo 'uv was not found: pip install uv.' >&2; exit 2; }
	@for name in build edge hub site dev peer; do \
	  uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

clean:  ## remove what was built; models and the environment stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
