#!/usr/bin/env bash
# Makes an installed copy of VectorHost in a folder: the executable, plugins/, and in sdk/packages what an author of a
# plugin needs; nothing of the source tree.
#   build/publish.sh [--portable] OUT
# The copy is compiled ahead of time for machines of this kind; with --portable it runs on every kind, and starts slower.
set -euo pipefail

usage="usage: build/publish.sh [--portable] OUT"
precompile=true
out=
for argument in "$@"; do
    case $argument in
        --portable) precompile=false ;;
        -h | --help)
            echo "$usage"
            exit 0
            ;;
        -*)
            echo "publish.sh: there is no option $argument. $usage" >&2
            exit 2
            ;;
        *)
            if [ -n "$out" ]; then
                echo "$usage" >&2
                exit 2
            fi
            out=$argument
            ;;
    esac
done

if [ -z "$out" ]; then
    echo "$usage" >&2
    exit 2
fi

root=$(cd "$(dirname "$0")/.." && pwd)
if [ -e "$out" ] && [ -n "$(ls -A "$out" 2>/dev/null)" ] && [ ! -e "$out/vectorhost.dll" ]; then
    echo "publish.sh: $out is not empty and holds no VectorHost: choose another folder" >&2
    exit 2
fi

# Two at once would write the same intermediate files. Servers that the build starts must not keep the lock.
if command -v flock >/dev/null; then
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/publish.lock"
    flock 9
fi

dotnet publish "$root/host/VectorHost/VectorHost.csproj" -c Release -o "$out" -p:Precompile=$precompile --nologo -v quiet 9>&-
for project in abstractions/VectorHost.Abstractions build/VectorHost.Plugin tests/VectorHost.Conformance build/Templates; do
    dotnet pack "$root/$project" -c Release -o "$out/sdk/packages" --nologo -v quiet 9>&-
done
echo "Published to $out. Run $out/vectorhost --help"
