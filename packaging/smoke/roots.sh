# shellcheck shell=bash
# Bare systems to try packages in; smoke.sh sources this.
#
# $SMOKE/SUITE.tar is such a system as debootstrap makes it, with a person's account. A fresh copy is
# unpacked for each artefact and entered with chroot in namespaces of its own, so that whatever it
# mounts and starts ends with it. The person's part has no network.

PERSON=person
SECONDS_INSIDE=2400

require_root() {
    [[ $(id -u) == 0 ]] || fail "the bare systems are entered with chroot, which takes root's" \
        "rights: sudo bash packaging/smoke.sh"
    if ! command -v debootstrap >/dev/null; then
        apt_install debootstrap || fail "install debootstrap, then start this again."
    fi
}

# Makes the bare system of suite $1 unless it is there; returns 1 if it cannot be had.
bare_system() {
    local suite=$1 folder=$SMOKE/$1.new
    [[ ! -f $SMOKE/$suite.tar ]] || return 0
    say "Making a bare $suite, once: a minute or two"
    throw_away "$folder"
    if ! debootstrap --variant=minbase "$suite" "$folder" >"$SMOKE/$suite.log" 2>&1; then
        say "A bare $suite cannot be had (see $SMOKE/$suite.log); nothing is tried in it."
        throw_away "$folder"
        return 1
    fi
    chroot "$folder" useradd --create-home --shell /bin/bash "$PERSON"
    echo 'APT::Keep-Downloaded-Packages "1";' >"$folder/etc/apt/apt.conf.d/90keep"
    chroot "$folder" apt-get clean
    tar -C "$folder" -cf "$SMOKE/$suite.tar.new" .
    mv "$SMOKE/$suite.tar.new" "$SMOKE/$suite.tar"
    throw_away "$folder"
}

# Unpacks a fresh system of suite $1 as $FILESYSTEM.
fresh_system() {
    FILESYSTEM=$FOUND.system
    ARCHIVES=$SMOKE/archives-$1
    throw_away "$FILESYSTEM"
    mkdir -p "$FILESYSTEM" "$ARCHIVES/partial"
    tar -C "$FILESYSTEM" -xf "$SMOKE/$1.tar"
    mkdir -p "$FILESYSTEM/smoke"
    cp "$HERE"/smoke/*.sh "$FILESYSTEM/smoke/"
    cp --dereference /etc/resolv.conf "$FILESYSTEM/etc/resolv.conf"
    mkdir -p "$FILESYSTEM/found"
    chmod 777 "$FOUND"
    install -m 666 /dev/null "$FOUND/results.tsv"
}

# Removes a system, but nothing that is mounted in it.
throw_away() { rm -rf --one-file-system "$1"; }

# Runs the part $1 of the smoke test inside, as root or as the person.
as_root_inside() { inside root "$@"; }
as_person_inside() { inside "$PERSON" "$@"; }

inside() {
    local who=$1 part=$2 words=(unshare --mount --pid --ipc --uts --fork --kill-child)
    [[ $who == root ]] || words+=(--net)
    say "-- $part"
    export FILESYSTEM ARCHIVES FOUND
    timeout "$SECONDS_INSIDE" "${words[@]}" bash "$HERE/smoke/enter.sh" "$who" \
        "/smoke/$part" "${@:3}" </dev/null >>"$FOUND/log.txt" 2>&1 ||
        printf 'FAILED\t%s came to its end\t%s\n' "$part" "exit code $?" >>"$FOUND/results.tsv"
}
