# shellcheck shell=bash
# Packs the frozen folder behind a script that unpacks it for one user; build.sh sources this.
#
# gzip, though others pack smaller: it is on every system, and xz and zstd are not.

build_run() {
    local stage=$ROOT/build/run run=$DIST/GRNStudio-$VERSION-x86_64.run
    local archive=$ROOT/build/run.tar.gz
    say "Packing $(basename "$run")"
    rm -rf "$stage"
    mkdir -p "$stage"
    cp -al "$FROZEN" "$stage/program"
    cp "$LINUX/uninstall.sh" "$stage/uninstall.sh"
    lay_out_desktop_files "$stage" grnstudio
    archive "$stage" | gzip_all >"$archive"
    rm -rf "$stage"
    write_stub "$archive" "$(du -sm --apparent-size "$FROZEN" | cut -f 1)" >"$run"
    cat "$archive" >>"$run"
    chmod 755 "$run"
    rm -f "$archive"
    say "$(basename "$run"): $(megabytes "$run")"
}

gzip_all() { gzip -n -6; }

write_stub() {
    local sum
    sum=$(sha256sum "$1" | cut -d ' ' -f 1)
    sed "s|@VERSION@|$VERSION|; s|@ID@|$ID|; s|@SUM@|$sum|; s|@MEGABYTES@|$2|;
        s|@LINES@|$(wc -l <"$LINUX/stub.sh")|" "$LINUX/stub.sh"
}
