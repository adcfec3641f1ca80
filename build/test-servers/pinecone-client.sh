#!/usr/bin/env bash
# Installs the vendor's client for JavaScript, which tests drive the double of Pinecone with. Needs node and npm.
set -euo pipefail

folder=$1

cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent --save-exact @pinecone-database/pinecone@8.2.0
