# Each target sets up all it needs.
.DEFAULT_GOAL := help
.PHONY: help demo test test-browsers check build screenshots corpus bench fuzz clean

PORT ?= 8600

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## start the demo portal and care mode in front of it (PORTAL=https://… for a real one, PORT=8600)
	@scripts/install demo
	@exec .venv/bin/python scripts/demo.py --port '$(PORT)' $(if $(PORTAL),--portal '$(PORTAL)')

test: ## all checks and tests
	@scripts/test

test-browsers: ## the toolbar's core in Chromium 86, 90, 109, Firefox ESR, WebKitGTK … (BROWSERS='firefox-esr webkitgtk' KEEP=1)
	@scripts/browsers $(BROWSERS) $(if $(KEEP),--keep)

check: ## style, types, generated files
	@scripts/install test
	@scripts/check

build: ## bundle the toolbar into a11y/static
	@scripts/install test
	@scripts/build

screenshots: ## take the pictures in docs/images anew
	@scripts/install test
	@.venv/bin/python -m scripts.screenshots

corpus: ## open the real pages that A11Y_CORPUS holds in Chromium, with and without care mode
	@scripts/install test
	@.venv/bin/python -m tests.corpus

bench: ## measure everything beside its peers and print the table (JSON=file keeps the figures)
	@scripts/install test
	@.venv/bin/python -m pip install --quiet --group bench || echo 'Without the peers that pip could not install.' >&2
	@.venv/bin/python -m benchmarks all $(if $(JSON),--json '$(JSON)')

fuzz: ## a million hostile pages through the scanner (CASES=1000000 SEED=1; A11Y_CORPUS adds real pages)
	@scripts/install test
	@nice .venv/bin/python -m tests.fuzz --cases '$(or $(CASES),1000000)' --seed '$(or $(SEED),1)'

clean: ## remove what the other targets made
	@rm -rf .venv widget/node_modules tests/browsers/node_modules .browsers test-results .coverage .coverage.*
