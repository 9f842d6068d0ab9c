#!/bin/sh
# Builds the web client into the directory given, unless nothing has changed since it was last built there.
# Called by Maven (hotline-core/pom.xml); -Dskip.web=true leaves it out. Needs the system's Node and npm.
#
# usage: build.sh WEBROOT STAMPS
set -eu
cd "$(dirname "$0")"
webroot=$1
stamps=$2

fail() {
  echo "The web client cannot be built: $1" >&2
  echo "Mend: $2" >&2
  echo "Or build without the pages: add -Dskip.web=true." >&2
  exit 1
}

command -v node >/dev/null 2>&1 || fail "Node.js is not on the PATH." "install Node.js 20.19 or newer (with npm), then build again."
command -v npm >/dev/null 2>&1 || fail "npm is not on the PATH, though Node.js is." "install npm, then build again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
  || fail "Node.js $(node --version) is too old; 20.19 or newer is needed." "install a newer Node.js, then build again."

mkdir -p "$stamps"

# The packages: anew only when the lock file or Node changed, or they were never laid completely.
packages=$(cat package.json package-lock.json .npmrc | cat - /dev/null | cksum)-$(node --version)
if [ "$(cat node_modules/.laid 2>/dev/null || true)" != "$packages" ]; then
  echo "Laying the web client's packages (npm ci) ..."
  npm ci --no-audit --no-fund --loglevel=error \
    || fail "npm ci failed; its words are above." "check that the npm registry can be reached (only the first build needs it)."
  printf '%s' "$packages" > node_modules/.laid
fi

# The pages: anew only when a source, the packages or the result changed.
sources=$(find . \( -path ./node_modules -o -path ./dev -o -path ./.shots \) -prune -o -type f -print | LC_ALL=C sort | xargs cksum | cksum)
if [ -f "$webroot/index.html" ] && [ "$(cat "$stamps/built" 2>/dev/null || true)" = "$packages $sources" ]; then
  exit 0
fi
rm -f "$stamps/built"
npm run --silent check || fail "the type check failed; its words are above." "mend the lines named."
HOTLINE_WEBROOT=$webroot npm run --silent build -- --logLevel warn || fail "vite build failed; its words are above." "mend what it names."
printf '%s' "$packages $sources" > "$stamps/built"
echo "Web client built."
