#!/usr/bin/env bash
# Does the main job by mouse and keyboard: window.sh START OPEN
#
# START starts the program, and OPEN opens a project with it: commands without quotes in them.
set -euo pipefail
# shellcheck source=packaging/smoke/record.sh
source /smoke/record.sh
# shellcheck source=packaging/smoke/screen.sh
source /smoke/screen.sh

read -ra START <<<"$1"
read -ra OPEN <<<"$2"
STUDY=$HOME/study.grnstudio
SAID=/found/said.txt
WIDTH=1500 HEIGHT=900
# Where the canvas for targets has its axes when the window is that large.
LEFT=253 RIGHT=645 BOTTOM=663 TOP=293 END=12

start_program() {
    local began=$EPOCHREALTIME
    GRNSTUDIO_TIME_START=1 "${START[@]}" 2>>"$SAID" &
    within 120 has_window '.*GRNStudio'
    tell told "its window came after" "$(seconds_since "$began")"
    within 120 grep -q 'all pages' "$SAID"
}

lay_out() {
    MAIN=$(window '.*GRNStudio')
    xdotool windowactivate --sync "$MAIN" windowsize "$MAIN" "$WIDTH" "$HEIGHT" \
        windowmove "$MAIN" 20 40
    sleep 2
}

is_of_the_entry() { xprop -id "$MAIN" WM_CLASS | grep -q '"grnstudio"'; }
has_icon() { xprop -id "$MAIN" _NET_WM_ICON | grep -a 'Icon (' >/dev/null; }

# ---- drawing ---------------------------------------------------------------------------------

# Moves the pointer to time $1 and expression $2 of the canvas.
point_at() {
    local place
    place=$(awk -v t="$1" -v x="$2" -v l="$LEFT" -v r="$RIGHT" -v b="$BOTTOM" -v u="$TOP" \
        -v e="$END" 'BEGIN { printf "%d %d", l + t * (r - l) / e, b - x * (b - u) }')
    # shellcheck disable=SC2086
    xdotool mousemove --window "$MAIN" $place
    sleep 0.03
}

# A pulse: up to 0.8 at time 4, and down to 0.3.
draw_target() {
    local at
    point_at 0.2 0.2
    xdotool mousedown 1
    for at in "1 0.35" "2 0.5" "3 0.65" "4 0.8" "5 0.7" "6 0.6" "7 0.5" "8 0.4" "9 0.3" "11 0.3"; do
        # shellcheck disable=SC2086
        point_at $at
    done
    xdotool mouseup 1
    within 20 has_window 'Untitled\* — GRNStudio'
}

# Whether the project holds what was drawn: 0.8 at time 4 within a tenth, and 0.3 at time 10.
holds_what_was_drawn() {
    unzip -p "$STUDY" project.json | sed -nE 's/^ *"g1": \[(.*)\].*/\1/p' | tr ',' '\n' | awk '
        function near(value, wanted) { return value - wanted < 0.1 && wanted - value < 0.1 }
        { values[NR] = $1 }
        END { exit !(NR == 60 && near(values[21], 0.8) && near(values[51], 0.3)) }'
}

# ---- the main job ----------------------------------------------------------------------------

new_design() {
    press ctrl+n
    within 30 has_window 'Untitled.* — GRNStudio'
    sleep 2
}

save_as() {
    press ctrl+s
    choose_file 'Save project' "$STUDY"
    within 30 has_window 'study.grnstudio — GRNStudio'
}

# A run that is finished makes the project one that is not saved.
train() {
    press F5
    sleep 8
    picture training
    within 900 has_window 'study.grnstudio\* — GRNStudio'
}

save() {
    press ctrl+s
    within 60 has_window 'study.grnstudio — GRNStudio'
}

holds_a_finished_run() {
    unzip -p "$STUDY" runs/0001/run.json | grep -qE '"outcome": "finished"'
}

export_picture() {
    press ctrl+e
    within 30 has_window 'Export picture'
    xdotool windowactivate --sync "$(window 'Export picture')"
    press Return
    choose_file Export "$HOME/$1"
    cp "$HOME/$1" /found/
}

export_links() {
    press ctrl+shift+p
    sleep 1
    xdotool type --delay 40 'Adjacency table'
    sleep 1
    picture palette
    press Return
    choose_file Export "$HOME/links.csv"
    grep -q g1 "$HOME/links.csv"
}

is_picture() { file_starts_with "$HOME/figure.png" '\x89PNG' && grep -q '<svg' "$HOME/figure.svg"; }
file_starts_with() { head -c 4 "$1" | cmp -s - <(printf '%b' "$2"); }

quit() {
    press ctrl+q
    within 30 has_no_window '.*GRNStudio'
    within 30 no_process_is_left
}

no_process_is_left() {
    ! find /proc -maxdepth 2 -name exe -printf '%l\n' 2>/dev/null | grep -q '/grnstudio$'
}

open_project() {
    "${OPEN[@]}" "$STUDY" 2>>"$SAID" &
    within 120 has_window 'study.grnstudio — GRNStudio'
}

complains_of_nothing() { ! grep -nE 'Traceback|Error|error:|[Ww]arning' "$SAID"; }

main() {
    rm -f "$STUDY" "$SAID"
    open_screen
    check "the window opens: ${START[*]##*/}" start_program
    lay_out
    picture start
    check "the window belongs to the menu entry" is_of_the_entry
    check "the window has its icon" has_icon
    check "a blank design" new_design
    check "a target is drawn by mouse" draw_target
    picture drawn
    check "it is saved (Ctrl+S)" save_as
    check "the file holds what was drawn" holds_what_was_drawn
    check "Train (F5) comes to its end" train
    picture trained
    check "it is saved again" save
    check "the file holds a finished run" holds_a_finished_run
    check "a picture is exported as PNG (Ctrl+E)" export_picture figure.png
    check "a picture is exported as SVG" export_picture figure.svg
    check "they are a PNG and an SVG" is_picture
    check "links are exported by the palette (Ctrl+Shift+P)" export_links
    check "it quits, and no process is left" quit
    check "a project opens: ${OPEN[*]##*/}" open_project
    sleep 8
    picture opened
    check "it quits again" quit
    check "it wrote no error anywhere" complains_of_nothing
}

main
