#!/usr/bin/env bash
# Installs the servers and clients of other vendors that the tests run against: all of them, or those named.
#
#   build/test-servers/install.sh [NAME ...]
#
# `peers`, which benchmarks compare with and no test needs, is installed only where it is named.
#
# Each NAME.sh beside this script installs one into the folder that is its only argument. What is installed already is
# left alone, unless its script has changed since.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
servers=${VECTORHOST_TEST_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/vectorhost-test-servers}

if [ "$#" -eq 0 ]; then
    for script in "$here"/*.sh; do
        name=$(basename "$script" .sh)
        [ "$name" = install ] || [ "$name" = peers ] || set -- "$@" "$name"
    done
fi

for name in "$@"; do
    script=$here/$name.sh
    folder=$servers/$name

    if [ ! -f "$script" ]; then
        echo "There is no '$name' to install: see the scripts in $here." >&2
        exit 2
    fi

    if cmp -s "$script" "$folder/installed"; then
        continue
    fi

    echo "Installing $name into $folder" >&2
    rm -rf "$folder"
    mkdir -p "$folder"
    bash "$script" "$folder"

    # Written last, so that a folder with this file is a complete one.
    cp "$script" "$folder/installed"
done
