#!/usr/bin/env bash
# The steps of the image test, in a mount namespace of their own: steps.sh WORK_FOLDER
set -euo pipefail

work=$1
export BUILDAH_ISOLATION=chroot BUILDAH_FORMAT=docker TMPDIR=$work
base=localhost/hamgate-test-base
image=localhost/hamgate-test

store() { buildah --storage-driver vfs --root "$work/store" --runroot "$work/run" "$@"; }

# quietly WORDS COMMAND…: what a step says is shown only when it fails.
quietly() {
    local words=$1 started=$SECONDS
    shift
    if ! "$@" >"$work/step.log" 2>&1; then
        tail -n 60 "$work/step.log" >&2
        echo "image-test: failed: $words" >&2
        exit 1
    fi
    echo "ok  $words ($((SECONDS - started)) s)"
}

pack_base() {
    local container
    container=$(store from scratch)
    store add --quiet "$container" "$work/base" /
    store config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    store commit --quiet --rm "$container" "$base"
}

quietly "a base with Python is made" bash tests/image/make_base.sh "$work/base"
quietly "the base is packed" pack_base
rm -rf --one-file-system "$work/base"
quietly "the image is built" \
    store build --pull=never --build-arg "BASE_IMAGE=$base" --tag "$image" .

store inspect --type image "$image" >"$work/image.json"
echo "ok  its size: $(store images --format '{{.Size}}' "$image")"
root=$(store mount "$(store from --pull=never "$image")")

# A network with nothing but loopback: the image's own address and port are free in there,
# and whatever would call out fails.
unshare --net python3 -B tests/image/run_image.py "$root" "$work"
echo "image-test: passed"
