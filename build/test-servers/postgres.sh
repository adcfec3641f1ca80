#!/usr/bin/env bash
# Installs PostgreSQL 17 with pgvector into a folder, from the packages of Debian 13, whatever is installed besides:
#
#   build/test-servers/postgres.sh FOLDER
#
# The packages come from where this machine's apt gets its own, are verified by apt, and are only unpacked: nothing is
# set up, and root is not needed. They bring their C library along, since that of an older Debian is too old for them.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
release=trixie
work=$folder/work
tree=$folder/tree

for tool in apt-get apt-cache dpkg-deb tar awk; do
    if ! command -v "$tool" >/dev/null; then
        echo "PostgreSQL for tests is installed from Debian's packages, and '$tool' is missing here." >&2
        exit 1
    fi
done

codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mkdir -p "$work"/{sources,lists/partial,cache/archives/partial,packages,preferences} "$tree"
: >"$work/status"

# Debian's own sources of this machine, asked for another release. First those in paragraphs, then those in lines.
for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] || continue
    awk -v RS= -v ORS='\n\n' -v codename="$codename" '$0 ~ "(^|\n)Suites:[^\n]*[ \t]" codename "([ \t\n-]|$)"' "$file" |
        sed "/^Suites:/s/\b$codename\b/$release/g" >"$work/sources/$(basename "$file")"
done
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] || continue
    sed -nE "/^deb[ \t].*[ \t]$codename([ \t-])/s/\b$codename\b/$release/gp" "$file" >>"$work/sources/lines.list"
done

# A state of its own for apt: that of the machine is neither read nor changed.
cat >"$work/apt.conf" <<END
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/sources";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$work/preferences";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
END
export APT_CONFIG=$work/apt.conf

apt-get -qq update
if ! apt-cache show postgresql-17-pgvector >/dev/null 2>&1; then
    echo "apt of this machine knows no source of Debian $release with postgresql-17-pgvector: PostgreSQL for tests needs Debian's sources." >&2
    exit 1
fi

# Of what they depend on only the libraries are needed, and none for just-in-time compilation, which stays off.
packages=$(apt-get -s install --no-install-recommends postgresql-17-pgvector |
    awk '$1 == "Inst" { print $2 }' |
    grep -E '^(lib.*|zlib1g|postgresql-17|postgresql-17-pgvector)$' |
    grep -vE '^lib(llvm|z3|perl|c-l10n|c-bin|.*-perl$)')
# shellcheck disable=SC2086 # one word for each package
(cd "$work/packages" && apt-get -qq download $packages)

for package in "$work"/packages/*.deb; do
    dpkg-deb --fsys-tarfile "$package" |
        tar -x -C "$tree" --no-same-owner --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale --exclude='*/bitcode'
done
rm -rf "$work"

# Each program through the loader of its own tree, under its own name, by which it finds the files around it. Relative
# to the script, so that the folder may be copied or moved.
libraries=$(cd "$tree" && dirname usr/lib/*/libc.so.6)
loader=$(cd "$tree" && echo usr/lib/*/ld-linux*.so.*)
programs=$tree/usr/lib/postgresql/17/bin
for program in initdb postgres; do
    mv "$programs/$program" "$programs/$program.real"
    cat >"$programs/$program" <<END
#!/bin/sh
bin=\$(CDPATH= cd -- "\$(dirname -- "\$0")" && pwd -P)
tree=\${bin%/usr/lib/postgresql/17/bin}
exec "\$tree/$loader" --library-path "\$tree/$libraries" --argv0 "\$bin/$program" "\$bin/$program.real" "\$@"
END
    chmod +x "$programs/$program"
done

"$programs/postgres" --version >&2
