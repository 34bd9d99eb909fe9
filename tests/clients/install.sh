#!/usr/bin/env bash
# Gets the clients from their registries, unchanged, into the folder that is named.
set -euo pipefail
folder=$1
mkdir -p "$folder"
"${PYTHON:-python3}" -m pip install --quiet --disable-pip-version-check --upgrade \
    --target "$folder/python" akismet==25.10.1
if command -v npm >/dev/null; then
    npm install --silent --no-fund --no-audit --prefix "$folder/node" @cedx/akismet@16.2.1
else
    echo "no npm here: @cedx/akismet is left out (apt-get install nodejs npm)"
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends ruby ruby-akismet perl libnet-akismet-perl php-cli
else
    echo "not root on Debian: apt-get install ruby-akismet libnet-akismet-perl php-cli, if they are missing"
fi
