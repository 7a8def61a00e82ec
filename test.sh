#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test; exit 0 only if all passed.
#   ./test.sh [ctest options, e.g. -R Books or -L unit]
# VANTHU_REAL_SAMPLES=DIR adds the accuracy test on a folder of real documents (with truth.json).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. .ci/packages.sh

# shellcheck disable=SC2086
step "Debian packages" need_packages $BUILD_PACKAGES $TEST_PACKAGES
step "PostgreSQL" need_postgres
step "Node.js" need_node
step "Configuring" cmake --preset release -DVANTHU_TESTS=ON --log-level=WARNING
step "Building" cmake --build --preset release
step "Web app" build_web
say "Tests"
start=$SECONDS
# Many tests wait for the disk or a child process more than they reckon.
ctest --preset release -j "$(($(nproc) + 2))" "$@" || { status=$?; echo "   tests: $((SECONDS - start)) s"; exit $status; }
