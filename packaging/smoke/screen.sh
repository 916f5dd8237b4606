# shellcheck shell=bash
# A virtual screen with a window manager, and hands for it; parts with a window source this.

export DISPLAY=:5
SCREEN=1600x1000x24

# Without -noreset the screen begins anew when the first to ask for it has gone, and takes a window
# manager that just came with it.
open_screen() {
    Xvfb "$DISPLAY" -screen 0 "$SCREEN" -nolisten tcp -noreset >/dev/null 2>&1 &
    within 20 xdpyinfo -display "$DISPLAY" >/dev/null 2>&1
    icewm >/dev/null 2>&1 &
    within 20 bash -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "window id"'
}

# Keeps what is on the screen as $1.png.
picture() { scrot --overwrite "/found/$1.png"; }

# Prints the window whose whole title matches $1; fails if there is none in sight.
window() {
    local found
    found=$(xdotool search --onlyvisible --name "^$1\$" 2>/dev/null | tail -n 1)
    [[ -n $found ]] && echo "$found"
}

has_window() { window "$1" >/dev/null; }
has_no_window() { ! has_window "$1"; }

press() {
    local key
    for key in "$@"; do
        xdotool key --clearmodifiers "$key"
        sleep 0.3
    done
}

# Types file $2 into the dialog with title $1, and takes it.
choose_file() {
    within 30 has_window "$1"
    xdotool windowactivate --sync "$(window "$1")"
    press ctrl+a
    xdotool type --delay 40 "$2"
    press Return
    within 30 has_no_window "$1"
    within 30 test -s "$2"
}
