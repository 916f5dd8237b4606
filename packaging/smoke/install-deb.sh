#!/usr/bin/env bash
# Installs the package with what it depends on and nothing else: install-deb.sh MB INSTALLED_MB
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

DEB=/smoke/grnstudio.deb

megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.0f", bytes / 1e6 }'; }

install() { apt-get install -y --no-install-recommends "$DEB"; }

main() {
    local before after
    check "no Python before" has_no_python
    apt-get -q update
    before=$(dpkg-query -f '.\n' -W | wc -l)
    check "apt installs it" install
    after=$(dpkg-query -f '.\n' -W | wc -l)
    tell told "packages that it brought" "$((after - before - 1))"
    check "no Python after" has_no_python
    at_most "size of the package" "$(megabytes "$(stat -c %s "$DEB")")" "$1" MB
    at_most "size installed" "$(megabytes "$(du -sb /opt/grnstudio | cut -f 1)")" "$2" MB
    at_most "size on the disk" "$(megabytes "$(du -s -B 1 /opt/grnstudio | cut -f 1)")" "$2" MB
    check "its files are as packed" dpkg --verify grnstudio
    rm "$DEB"
}

main "$@"
