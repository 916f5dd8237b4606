#!/usr/bin/env bash
# Installs a small desktop and what a tester needs. None of it brings Python; openbox would.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

DESKTOP=(xvfb xauth icewm dbus libglib2.0-bin xdg-utils desktop-file-utils shared-mime-info
    hicolor-icon-theme appstream man-db libegl1 libgl1 libdbus-1-3 libfontconfig1 fonts-dejavu-core
    libwayland-client0 libwayland-cursor0 libwayland-egl1)
TESTER=(xdotool scrot unzip x11-utils)

main() {
    apt-get -q update
    apt-get install -q -y --no-install-recommends "${DESKTOP[@]}" "${TESTER[@]}"
    check "the tester's desktop brings no Python" has_no_python
}

main
