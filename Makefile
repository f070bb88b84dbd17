# Two commands do all on a fresh machine:
#   make demo   sets up .venv, makes a map from examples/reports/, says where it is
#   make test   sets up what the tests need (Chromium and GDAL included), runs everything
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Apart from pip's own cache and node_modules, all that is made goes below build/ and .venv/.
DEMO := build/demo.html

.PHONY: demo test setup lint web-test python-test screenshots format clean FORCE

demo: .venv/.ready
	@mkdir -p build
	$(BIN)/geomap map examples/reports/*.txt -o $(DEMO)
	@echo "The map is at $(CURDIR)/$(DEMO)"

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

# What the build compiles: the page from web/, the world index, and the packs of places with their keys.
COMPILED_FROM := $(shell find web/src web/basemap tools/world geomap/gazetteer data/gazetteer -type f -not -name '*.pyc')

# geomap alone, as a user would have it; editable, so that the checkout is what runs.
.venv/.ready: .venv/bin/python pyproject.toml constraints.txt hatch_build.py \
              web/package-lock.json web/build.mjs $(COMPILED_FROM)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.dev: .venv/.ready
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

setup: .venv/.dev
	tools/install-test-programs

test: setup lint web-test python-test

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

web-test: .venv/.dev
	cd web && npm run --silent check && npm test --silent

python-test: .venv/.dev build/wheel-env/.ready
	$(BIN)/python -m pytest

# The wheel, alone in an environment of its own, for tests/test_wheel.py.
build/wheel-env/.ready: .venv/.dev FORCE
	@rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .
	@test -d build/wheel-env || $(PYTHON) -m venv build/wheel-env
	build/wheel-env/bin/python -m pip install --quiet --constraint constraints.txt build/wheel/geomap-*.whl
	build/wheel-env/bin/python -m pip install --quiet --force-reinstall --no-deps build/wheel/geomap-*.whl
	@touch $@

# Pictures of maps to look at: desktop, phone, dark, paper.
screenshots: setup
	$(BIN)/python benchmarks/screenshots.py

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv build dist web/node_modules geomap/render/web .hypothesis .mypy_cache .pytest_cache .ruff_cache
