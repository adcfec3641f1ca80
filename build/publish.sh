#!/usr/bin/env bash
# Makes an installed copy of VectorHost in a folder: the executable and plugins/, nothing of the source tree.
#   build/publish.sh OUT
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "usage: build/publish.sh OUT" >&2
    exit 2
fi

root=$(cd "$(dirname "$0")/.." && pwd)
out=$1
if [ -e "$out" ] && [ -n "$(ls -A "$out" 2>/dev/null)" ] && [ ! -e "$out/vectorhost.dll" ]; then
    echo "publish.sh: $out is not empty and holds no VectorHost: choose another folder" >&2
    exit 2
fi

dotnet publish "$root/host/VectorHost/VectorHost.csproj" -c Release -o "$out" --nologo -v quiet
echo "Published to $out. Run $out/vectorhost --help"
