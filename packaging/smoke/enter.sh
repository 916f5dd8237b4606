#!/usr/bin/env bash
# Mounts what programs expect to find, and runs a command in $FILESYSTEM: enter.sh WHO COMMAND...
# Runs in mount and process namespaces of its own: nothing of this outlives it.
set -euo pipefail

mount_devices() {
    local dev=$FILESYSTEM/dev name
    mount -t tmpfs -o mode=755 devices "$dev"
    for name in null zero full random urandom tty; do
        touch "$dev/$name"
        mount --bind "/dev/$name" "$dev/$name"
    done
    mkdir "$dev/pts" "$dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 terminals "$dev/pts"
    mount -t tmpfs -o mode=1777 shared "$dev/shm"
    ln -s pts/ptmx "$dev/ptmx"
    ln -s /proc/self/fd "$dev/fd"
}

mount_all() {
    mount --make-rprivate /
    mount -t proc processes "$FILESYSTEM/proc"
    mount_devices
    mount -t tmpfs -o mode=1777 temporary "$FILESYSTEM/tmp"
    mkdir -m 1777 "$FILESYSTEM/tmp/.X11-unix"
    mount --bind "$FOUND" "$FILESYSTEM/found"
    mount --bind "$ARCHIVES" "$FILESYSTEM/var/cache/apt/archives"
}

main() {
    local who=$1 home=/root
    [[ $who == root ]] || home=/home/$who
    mount_all
    cd /
    exec chroot --userspec="$who:$who" --groups="" "$FILESYSTEM" \
        env -i HOME="$home" USER="$who" LOGNAME="$who" LANG=C.UTF-8 SHELL=/bin/bash \
        PATH="$home/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        DEBIAN_FRONTEND=noninteractive bash "${@:2}"
}

main "$@"
