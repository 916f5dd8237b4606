#!/usr/bin/env bash
# Removes and purges the package, and looks at what is left.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh

HOME_OF_PERSON=/home/person
PROJECT=$HOME_OF_PERSON/study.grnstudio

# Lists files of the program outside the person's folder, dpkg's own records and this test.
left_in_system() {
    find / -xdev \( -path /proc -o -path /home -o -path /smoke -o -path /found \
        -o -path '/var/lib/apt/*' -o -path '/var/lib/dpkg/*' -o -path '/var/cache/*' -o -path '/var/log/*' \) -prune -o \
        -iname '*grnstudio*' -print
}

remove() {
    apt-get remove -y grnstudio | tee /found/removed.txt
    grep -i projects /found/removed.txt >/dev/null
}

is_forgotten() { ! dpkg-query -W grnstudio; }

nothing_is_left() { ! left_in_system | grep .; }

is_unregistered() { ! grep -rqs grnstudio /usr/share/applications/mimeinfo.cache /usr/share/mime/globs2; }

main() {
    local before after
    before=$(sha256sum "$PROJECT")
    check "apt removes it, and it says that projects stay" remove
    check "removed: nothing of it is left in the system" nothing_is_left
    check "removed: no MIME type and no menu entry are left" is_unregistered
    check "apt purges it" apt-get purge -y grnstudio
    check "purged: the system has forgotten it" is_forgotten
    check "purged: nothing of it is left in the system" nothing_is_left
    after=$(sha256sum "$PROJECT")
    check "projects stay as they were" test "$before" = "$after"
    tell told "left in the person's folder" \
        "$(cd "$HOME_OF_PERSON" && find . -iname '*grnstudio*' -prune -print | sort | paste -sd ' ')"
}

main
