#!/bin/sh
# Bundles and runs the client's unit tests (test/*.test.ts) with Node's own test runner.
# Called by Maven's test phase after build.sh has laid the packages.
#
# usage: test.sh DIRECTORY-FOR-THE-BUNDLE
set -eu
cd "$(dirname "$0")"
HOTLINE_WEBTEST=$1
HOTLINE_WEBSOURCE=$PWD/src
export HOTLINE_WEBTEST HOTLINE_WEBSOURCE
npx --no-install vite build --config vite.test.config.ts
# CI may set a reporter through the environment; ours is for people.
exec node --test --test-reporter=spec "$HOTLINE_WEBTEST"/*.mjs
