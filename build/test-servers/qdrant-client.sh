#!/usr/bin/env bash
# Installs Qdrant's own client for JavaScript into a folder; tests drive the double of Qdrant with it:
#
#   build/test-servers/qdrant-client.sh FOLDER
#
# It comes from where this machine's npm gets its packages, every one of them in the version named here.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)

if ! command -v npm >/dev/null; then
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; } >&2; then
        echo "Qdrant's client for tests is installed with npm, which is missing here: install Node.js 20 or later." >&2
        exit 1
    fi
fi

cat >"$folder/package.json" <<'END'
{
  "private": true,
  "dependencies": {
    "@qdrant/js-client-rest": "1.18.0"
  },
  "overrides": {
    "@qdrant/openapi-typescript-fetch": "1.2.6",
    "undici": "6.29.1"
  }
}
END

# The client's peer, a compiler of TypeScript, is of no use to plain JavaScript.
npm install --prefix "$folder" --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >&2
