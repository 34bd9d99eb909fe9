#!/usr/bin/env bash
# Builds the image for real, without a Docker engine, on a base made of this machine's packages; then runs it.
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in buildah debootstrap; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: $tool is not installed; on Debian, as root:" \
            "apt-get update && apt-get install --no-install-recommends buildah debootstrap"
        exit 0
    fi
done
if [ "$(id -u)" != 0 ]; then
    echo "image-test: only root can make and enter a root file system; run it as root" >&2
    exit 1
fi

# The builder's copies of whole file systems take about 3 GB for a while.
work=$(mktemp -d "${TMPDIR:-/var/tmp}/hamgate-image.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT

# Mounts of the inner script end with it, so that nothing is mounted when the folder goes.
unshare --mount bash tests/image/steps.sh "$work"
