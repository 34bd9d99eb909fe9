#!/usr/bin/env bash
# Makes a root file system with Python, this machine's certificates and its pip settings: make_base.sh FOLDER
set -euo pipefail

folder=$1
here=$(dirname "$0")
bundle=/etc/ssl/certs/ca-certificates.crt

# The machine's own release, from where the machine itself gets its packages.
# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
# shellcheck disable=SC2016 # apt's words, not the shell's
mirror=$(apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' "Release: $suite" 'Component: main' | head -n 1)

debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
    "$suite" "$folder" ${mirror:+"$mirror"}
rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/*

certificates=${PIP_CERT:-${SSL_CERT_FILE:-$bundle}}
if [ -r "$certificates" ]; then
    cp --dereference "$certificates" "$folder$bundle"
fi
python3 "$here/pip_settings.py" "$bundle" >"$folder/etc/pip.conf"
