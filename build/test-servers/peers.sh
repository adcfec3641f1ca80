#!/usr/bin/env bash
# Installs the vector stores and libraries that the benchmarks compare with, into a folder:
#
#   build/test-servers/peers.sh FOLDER
#
# From npm, each in the version named here; from Debian 13 faiss and hnswlib with a Python and a C library of their own,
# which apt verifies and which are only unpacked: root is not needed. FOLDER/python runs that Python.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
tree=$folder/tree

for tool in npm apt-get dpkg-deb awk; do
    if ! command -v "$tool" >/dev/null; then
        echo "The peers of the benchmarks are installed with '$tool', which is missing here." >&2
        exit 1
    fi
done

cat >"$folder/package.json" <<'END'
{
  "private": true,
  "dependencies": {
    "@lancedb/lancedb": "0.39.0",
    "apache-arrow": "18.1.0",
    "pg": "8.23.1",
    "sqlite-vec": "0.1.9",
    "usearch": "2.26.2",
    "vectra": "0.15.0"
  }
}
END
npm install --prefix "$folder" --legacy-peer-deps --no-audit --no-fund --loglevel=error >&2

# A state of its own for apt, and the mirror that this machine takes Debian from.
apt=$folder/apt
mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial "$tree"
mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 !~ /-/ { print $1; exit }')
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$apt/sources.list"
: >"$apt/status"
options=(
    -qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::lists=$apt/lists"
    -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User= -o Acquire::Languages=none
)
apt-get "${options[@]}" update
for wanted in python3-faiss=1.11.0-3 python3-hnswlib=0.8.0-1+b4; do
    if ! apt-cache "${options[@]}" show "$wanted" >/dev/null 2>&1; then
        echo "Debian's sources of this machine have no $wanted: name the version that they have in $0." >&2
        exit 1
    fi
done

# Of what they depend on, what runs: no compiler, no headers, no documentation.
packages=$(apt-get "${options[@]}" -s install --no-install-recommends python3-faiss python3-hnswlib |
    awk '$1 == "Inst" { print $2 }' |
    grep -E '^(lib|python3|zlib1g|media-types)' |
    grep -vE -- '-dev$')
# shellcheck disable=SC2086 # one word for each package
(cd "$apt" && apt-get "${options[@]}" download $packages)
for package in "$apt"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$tree" --no-same-owner --exclude=./usr/share/doc --exclude=./usr/share/man
done
rm -rf "$apt"

# Through the loader of its own tree. The linear algebra is in folders that an installation would link from the usual one.
libraries=$(cd "$tree" && dirname usr/lib/*/libc.so.6)
cat >"$folder/python" <<END
#!/bin/sh
here=\$(CDPATH= cd -- "\$(dirname -- "\$0")" && pwd -P)
libraries=\$here/tree/$libraries
PYTHONHOME=\$here/tree/usr exec "\$libraries/"ld-linux*.so.* --library-path "\$libraries:\$libraries/blas:\$libraries/lapack" "\$here/tree/usr/bin/python3.13" "\$@"
END
chmod +x "$folder/python"

"$folder/python" -c 'import faiss, hnswlib, sqlite3, sys; print("Python", sys.version.split()[0], "faiss", faiss.__version__, "SQLite", sqlite3.sqlite_version)' >&2
