#!/usr/bin/env bash
# Installs two versions of the Chroma server, as its npm package brings them: `older` (1.0.5) and `newer` (1.3.4).
# FOLDER/VERSION/run.sh PATH PORT starts one.
set -euo pipefail

folder=$1

if ! command -v npm >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; } >&2
fi

# The newer server needs a newer C library than Debian 12 has: Debian 13's, in a folder of its own.
needs_libraries() {
    [ "$(printf '%s\n' 2.39 "$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" | sort -V | head -1)" != 2.39 ]
}

install_libraries() {
    local apt=$1/apt mirror options
    mkdir -p "$apt"/state/lists/partial "$apt"/cache/archives/partial

    # The mirror that this machine takes Debian from.
    mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 !~ /-/ { print $1; exit }')
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" > "$apt/sources.list"
    options=(
        -qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State=$apt/state"
        -o Dir::State::status=/dev/null -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none
    )
    apt-get "${options[@]}" update
    (cd "$apt" && apt-get "${options[@]}" download libc6 libgcc-s1 libstdc++6)
    for package in "$apt"/*.deb; do
        dpkg -x "$package" "$1"
    done
    rm -rf "$apt"
}

install_server() {
    local version=$1 client=$2 bindings=$3
    mkdir -p "$folder/$version"
    npm install --prefix "$folder/$version" --silent --no-audit --no-fund --ignore-scripts --omit=optional --omit=peer \
        "chromadb@$client" "chromadb-js-bindings-linux-x64-gnu@$bindings" >&2
}

# Ends the server, which may not listen to anything gentler, when the one who started it closes its standard input, also
# by dying.
write_start() {
    cat > "$folder/$1/run.sh" <<END
#!/usr/bin/env bash
here=\$(cd "\$(dirname "\$0")" && pwd)
exec 3<&0
$2 "\$here/node_modules/chromadb/dist/cli.mjs" run --path "\$1" --host 127.0.0.1 --port "\$2" </dev/null >"\$1/server.log" 2>&1 3<&- &
server=\$!
trap 'kill -9 \$server; wait \$server' EXIT
cat <&3 >/dev/null
END
    chmod +x "$folder/$1/run.sh"
}

install_server older 3.0.9 1.0.5
install_server newer 3.5.0 1.3.4
write_start older node

if needs_libraries; then
    install_libraries "$folder/newer/libraries"
    # In single quotes: found out when the server starts.
    write_start newer '"$here/libraries/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" --library-path "$here/libraries/usr/lib/x86_64-linux-gnu" "$(readlink -f "$(command -v node)")"'
else
    write_start newer node
fi
