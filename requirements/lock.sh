#!/usr/bin/env bash
# Rewrites the lock files. `dev.txt` is resolved first and constrains `main.txt`, so that a test run and a
# user's install use the same versions.
set -euo pipefail
cd "$(dirname "$0")/.."
extras=(--extra fit --extra score --extra app --extra html --extra pdf --extra cluster)
uv pip compile -q --universal --python-version 3.11 pyproject.toml "${extras[@]}" --group dev \
  --no-header -o requirements/dev.txt "$@"
uv pip compile -q --universal --python-version 3.11 pyproject.toml -c requirements/dev.txt \
  --no-header -o requirements/main.txt "$@"
