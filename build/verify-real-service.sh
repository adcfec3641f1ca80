#!/usr/bin/env bash
# Runs the suite that every backend passes against a real service, through an installed copy of VectorHost:
#
#   VECTORHOST_TEST_QDRANT_HOST=HOST [VECTORHOST_TEST_QDRANT_PORT=6333] [VECTORHOST_TEST_QDRANT_HTTPS=true] \
#       [VECTORHOST_TEST_QDRANT_API_KEY=KEY] build/verify-real-service.sh qdrant
#
# Of every backend, VECTORHOST_TEST_BACKEND_KEY sets the key `key` of its section. The suite uses collections of its own,
# and removes them. Ends with 0 if all passed, 1 if something failed, 2 for wrong usage, 3 if the service cannot be reached.
set -euo pipefail

if [ "$#" -lt 1 ]; then
    echo "Usage: $0 BACKEND [INSTALLED_COPY]" >&2
    exit 2
fi

root=$(cd "$(dirname "$0")/.." && pwd)
backend=$1
prefix=VECTORHOST_TEST_$(printf %s "$backend" | tr '[:lower:]' '[:upper:]')_
copy=${2:-}

# What the program reads as settings; the values themselves appear in no command line, and so in no list of processes.
found=false
while IFS= read -r name; do
    found=true
    export "VECTORHOST__VECTOR_STORE__${prefix#VECTORHOST_TEST_}_${name#"$prefix"}=${!name}"
done < <(compgen -e | grep "^$prefix" || true)

if [ "$found" = false ]; then
    echo "Set ${prefix}HOST, or whatever the backend '$backend' needs: each ${prefix}KEY becomes vector_store.$backend.key." >&2
    exit 2
fi

if [ -z "$copy" ]; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    "$root/build/publish.sh" "$copy" >&2
fi

"$copy/vectorhost" plugins verify "$backend"
