#!/usr/bin/env bash
# Makes the disk image for macOS of the frozen app: make-dmg.sh [APP [OUTPUT]]
#
# GRNSTUDIO_SIGN_IDENTITY  the Developer ID to sign with; without one the app is signed for no one
# GRNSTUDIO_APPLE_ID, GRNSTUDIO_APPLE_TEAM, GRNSTUDIO_APPLE_PASSWORD
#                          the account that asks Apple to notarise what is signed; or none of them
set -euo pipefail

# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
ENTITLEMENTS=$ROOT/packaging/macos/entitlements.plist

# Licences, facts and kernels went into the app after PyInstaller had signed it.
sign_app() {
    local identity=${GRNSTUDIO_SIGN_IDENTITY:--} options=()
    [[ $identity == - ]] || options=(--options runtime --timestamp)
    codesign --force --sign "$identity" ${options[@]+"${options[@]}"} \
        --entitlements "$ENTITLEMENTS" "$1"
    codesign --verify --deep --strict "$1"
}

make_image() {
    local app=$1 output=$2 stage
    stage=$(mktemp -d)
    ditto "$app" "$stage/GRNStudio.app"
    ln -s /Applications "$stage/Applications"
    cp "$ROOT/LICENSE" "$stage/LICENSE.txt"
    hdiutil create -quiet -volname GRNStudio -srcfolder "$stage" -fs HFS+ -format ULFO -ov "$output"
    rm -rf "$stage"
}

notarise() {
    xcrun notarytool submit "$1" --wait --apple-id "$GRNSTUDIO_APPLE_ID" \
        --team-id "$GRNSTUDIO_APPLE_TEAM" --password "$GRNSTUDIO_APPLE_PASSWORD"
    xcrun stapler staple "$1"
}

app=${1:-$ROOT/build/frozen/GRNStudio.app}
output=${2:-$ROOT/dist/GRNStudio-$(version)-macos-arm64.dmg}
[[ $(uname) == Darwin ]] || fail "disk images are made on macOS."
[[ -d $app ]] || fail "there is no $app; packaging/freeze.sh makes it."
mkdir -p "$(dirname "$output")"
sign_app "$app"
make_image "$app" "$output"
if [[ -n ${GRNSTUDIO_SIGN_IDENTITY:-} ]]; then
    codesign --sign "$GRNSTUDIO_SIGN_IDENTITY" --timestamp "$output"
    if [[ -n ${GRNSTUDIO_APPLE_ID:-} ]]; then
        notarise "$output"
    else
        say "Not notarised: macOS will ask before it opens the program."
    fi
else
    say "Not signed: macOS opens the program only by 'Open Anyway' in its privacy settings."
fi
say "$output: $(($(wc -c <"$output") / 1000000)) MB"
