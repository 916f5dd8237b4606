# shellcheck shell=bash
# Packs the frozen folder as a Debian package; build.sh sources this.

DEB_DEPENDS='libc6 (>= 2.36), libstdc++6, libegl1, libgl1, libglib2.0-0 | libglib2.0-0t64,'
DEB_DEPENDS+=' libdbus-1-3, libfontconfig1, libfreetype6, libx11-6, libx11-xcb1, libxcb1,'
DEB_DEPENDS+=' libwayland-client0, libwayland-cursor0, libwayland-egl1, fonts-dejavu-core'
DEB_RECOMMENDS='shared-mime-info, desktop-file-utils, hicolor-icon-theme'

build_deb() {
    local stage=$ROOT/build/deb deb=$DIST/grnstudio_${VERSION}_amd64.deb
    say "Packing $(basename "$deb")"
    rm -rf "$stage"
    mkdir -p "$stage"/{DEBIAN,opt,usr/bin,usr/share/doc/grnstudio}
    cp -al "$FROZEN" "$stage/opt/grnstudio"
    ln -s /opt/grnstudio/grnstudio "$stage/usr/bin/grnstudio"
    lay_out_desktop_files "$stage/usr" grnstudio
    write_deb_documents "$stage/usr/share/doc/grnstudio"
    write_deb_control "$stage"
    find "$stage" -path "$stage/opt" -prune -o -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    rm -f "$deb"
    dpkg-deb --root-owner-group -Zzstd -z12 --threads-max=2 --build "$stage" "$deb" >/dev/null
    rm -rf "$stage"
    say "$(basename "$deb"): $(megabytes "$deb")"
}

write_deb_documents() {
    local licences=$FROZEN/_internal/grnstudio/_licences
    cp "$ROOT/resources/docs/user-guide.md" "$ROOT/resources/docs/changelog.md" "$1"
    gzip -9n "$1/changelog.md"
    "$VENV/bin/python" "$LINUX/copyright.py" "$licences" >"$1/copyright"
}

write_deb_control() {
    local stage=$1 kilobytes
    kilobytes=$(du -sk --apparent-size --exclude=DEBIAN "$stage" | cut -f 1)
    cat >"$stage/DEBIAN/control" <<END
Package: grnstudio
Version: $VERSION
Architecture: amd64
Section: science
Priority: optional
Maintainer: The GRNStudio authors <grnstudio@users.noreply.github.com>
Homepage: https://github.com/grnstudio/grnstudio
Installed-Size: $kilobytes
Depends: $DEB_DEPENDS
Recommends: $DEB_RECOMMENDS
Description: desktop studio for gene networks
 Draw the curve that a gene should follow, train a circuit to follow it, and
 read from it who regulates whom. Also simulates reaction networks, finds
 circuits that do a job, and trains emulators of slow simulations.
 .
 Everything that the program needs is inside, Python too.
END
    (cd "$stage" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z |
        xargs -0 md5sum) >"$stage/DEBIAN/md5sums"
    install -m 755 "$LINUX/postrm" "$stage/DEBIAN/postrm"
    chmod 644 "$stage/DEBIAN/control" "$stage/DEBIAN/md5sums"
}
