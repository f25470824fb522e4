# make demo  the whole circle on sample data      make test  every check
# Both set up .venv by themselves, once. They need Python ≥ 3.10 with pip, and a network for packages.

SHELL := /bin/bash
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 10))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
PREPARE = @$(if $(PYTHON),,echo '错误：没有找到 Python 3.10 或更高版本，请先安装，或用 make PYTHON=路径 指定' >&2; exit 2;) \
	$(PYTHON) scripts/prepare.py

.PHONY: demo test lock clean

demo:
	$(PREPARE) runtime
	@$(BIN)/fangpin demo demo/
	@echo '结果在 demo/ 文件夹。'

test:
	$(PREPARE) dev
	@scripts/debian-packages
	@scripts/check

lock:
	@scripts/lock

clean:
	rm -rf .venv demo build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
