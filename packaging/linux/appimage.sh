# shellcheck shell=bash
# Packs the frozen folder as an AppImage; build.sh sources this.
#
# appimagetool is taken where it is found. It cannot be had from Debian, so where it is not the head
# of the AppImage is compiled from appimage-runtime.c.

RUNTIME_PACKAGES=(gcc libc6-dev pkg-config squashfs-tools libsquashfuse-dev libfuse3-dev
    libzstd-dev zlib1g-dev liblzma-dev liblz4-dev liblzo2-dev)

build_appimage() {
    local folder=$ROOT/build/AppDir image=$DIST/GRNStudio-$VERSION-x86_64.AppImage
    say "Packing $(basename "$image")"
    rm -rf "$folder" "$image"
    lay_out_appdir "$folder"
    if command -v appimagetool >/dev/null; then
        ARCH=x86_64 VERSION=$VERSION appimagetool --no-appstream --comp zstd "$folder" "$image" \
            >"$ROOT/build/appimage.log" 2>&1 ||
            { tail -n 5 "$ROOT/build/appimage.log" >&2 && fail "appimagetool failed."; }
    else
        say "appimagetool is not here; compiling the head of the AppImage instead."
        assemble_appimage "$folder" "$image"
    fi
    chmod 755 "$image"
    rm -rf "$folder"
    say "$(basename "$image"): $(megabytes "$image")"
}

lay_out_appdir() {
    local icons=usr/share/icons/hicolor
    mkdir -p "$1/usr/lib"
    cp -al "$FROZEN" "$1/usr/lib/grnstudio"
    lay_out_desktop_files "$1/usr" grnstudio
    ln -s usr/lib/grnstudio/grnstudio "$1/AppRun"
    cp "$1/usr/share/applications/$ID.desktop" "$1/$ID.desktop"
    cp "$1/$icons/256x256/apps/$ID.png" "$1/$ID.png"
    ln -s "$ID.png" "$1/.DirIcon"
    find "$1" -path "$1/usr/lib" -prune -o -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

assemble_appimage() {
    local runtime=$ROOT/build/appimage-runtime squash=$ROOT/build/appimage.squashfs
    require_packages "${RUNTIME_PACKAGES[@]}"
    compile_runtime "$runtime"
    rm -f "$squash"
    mksquashfs "$1" "$squash" -comp zstd -Xcompression-level 15 -b 256K -all-root -no-xattrs \
        -no-progress -quiet -processors 2 >"$ROOT/build/appimage.log" 2>&1 ||
        { tail -n 5 "$ROOT/build/appimage.log" >&2 && fail "mksquashfs failed."; }
    cat "$runtime" "$squash" >"$2"
    rm -f "$squash"
}

# The three bytes say that this is an AppImage of type 2; ELF leaves them to the system.
compile_runtime() {
    gcc -Os -static -o "$1" "$LINUX/appimage-runtime.c" -Wall -Wextra -D_FILE_OFFSET_BITS=64 \
        -DFUSE_USE_VERSION=32 -I/usr/include/fuse3 \
        -lsquashfuse_ll -lfuse3 -lzstd -lz -llzma -llz4 -llzo2 -lpthread \
        >"$ROOT/build/appimage.log" 2>&1 ||
        { tail -n 5 "$ROOT/build/appimage.log" >&2 && fail "the head does not compile."; }
    strip --strip-all "$1"
    printf 'AI\002' | dd of="$1" bs=1 seek=8 conv=notrunc status=none
}
