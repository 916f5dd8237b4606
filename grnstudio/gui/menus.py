"""Every command of the window, once: menus, shortcuts, tooltips and the palette are made of it."""

from __future__ import annotations

from grnstudio.gui.actions import Action

FILE, EDIT, VIEW, TRAIN, HELP = "File", "Edit", "View", "Train", "Help"
NEW_FROM, RECENT, EXPORT = "File/New from example", "File/Open recent", "File/Export"
PANELS, THEME = "View/Panels", "View/Theme"


def _export(key: str, text: str, tip: str, after_line: bool = False) -> Action:
    return Action(f"export-{key}", text, "", tip, EXPORT, after_line=after_line)


def _theme(key: str, text: str, tip: str) -> Action:
    return Action(f"theme-{key}", text, "", tip, THEME, is_switch=True)


ACTIONS = (
    Action("new", "New", "Ctrl+N", "Begin a blank design", FILE, "new"),
    Action("open", "Open…", "Ctrl+O", "Open a project", FILE, "open"),
    Action("save", "Save", "Ctrl+S", "Save the project to its file", FILE, "save", False, True),
    Action("save-as", "Save as…", "Ctrl+Shift+S", "Save the project to another file", FILE),
    Action(
        "import",
        "Import…",
        "Ctrl+I",
        "Take over curves from CSV or a task from JSON",
        FILE,
        "import",
        after_line=True,
    ),
    Action(
        "export-picture", "Picture…", "Ctrl+E", "Save a plot as PNG, SVG or PDF", EXPORT, "export"
    ),
    _export("json", "Network as JSON…", "With spread, agreement and method", True),
    _export("graphml", "Network as GraphML…", "For Cytoscape, Gephi or yEd"),
    _export("edges", "Network as signed edges (CSV)…", "A row per link"),
    _export("adjacency", "Network as adjacency table (CSV)…", "Row = target, column = source"),
    _export("sif", "Network as SIF…", "For Cytoscape: A activates B"),
    _export("task", "Task as JSON…", "What the command line can train", True),
    _export("curves", "Curves of this condition as CSV…", "Time or position, a column per curve"),
    Action(
        "preferences",
        "Preferences…",
        "Ctrl+,",
        "Theme, font, autosave and the pace of figures",
        FILE,
        "settings",
        after_line=True,
    ),
    Action("quit", "Quit", "Ctrl+Q", "Close the window", FILE, after_line=True),
    Action("undo", "Undo", "Ctrl+Z", "Take the last edit back", EDIT, "undo"),
    Action("redo", "Redo", "Ctrl+Shift+Z; Ctrl+Y", "Make the edit again", EDIT, "redo"),
    Action(
        "rename-run",
        "Rename run…",
        "",
        "Rename the run chosen on the Runs page",
        EDIT,
        after_line=True,
    ),
    Action("delete-run", "Delete run…", "", "Delete the runs chosen on the Runs page", EDIT),
    Action("take-design", "Take over design of run", "", "Edit what the run was trained on", EDIT),
    Action("copy-python", "Copy run as Python", "", "A script that makes the run again", EDIT),
    Action("copy-command", "Copy run as command", "", "The command that makes it again", EDIT),
    Action("go-start", "Start page", "Ctrl+1", "Examples and recent projects", VIEW, "start"),
    Action("go-design", "Design page", "Ctrl+2", "Draw, train and read", VIEW, "draw"),
    Action("go-runs", "Runs page", "Ctrl+3", "Every training that was made", VIEW, "runs"),
    Action("reset-layout", "Reset layout", "", "Put every panel back in its place", VIEW, "reset"),
    Action(
        "lock-panels", "Lock panels", "", "Keep the panels from being moved", VIEW, is_switch=True
    ),
    _theme("system", "System", "Light or dark as the system says"),
    _theme("light", "Light", "Dark on light"),
    _theme("dark", "Dark", "Light on dark"),
    Action(
        "full-screen", "Full screen", "F11", "Use the whole screen, or stop", VIEW, is_switch=True
    ),
    Action("train", "Train", "F5", "Train networks to do what is drawn", TRAIN, "train"),
    Action("pause", "Pause", "F6", "Hold the training, or let it go on", TRAIN, "pause"),
    Action("stop", "Stop and keep best", "Shift+F5", "End with the best so far", TRAIN, "stop"),
    Action("resume-run", "Resume run", "", "Train the chosen run further", TRAIN, "resume"),
    Action("palette", "Command palette…", "Ctrl+Shift+P", "Search all commands", HELP, "search"),
    Action("shortcuts", "Keyboard shortcuts", "Ctrl+/", "List all shortcuts", HELP),
    Action("examples", "Examples", "", "Show the gallery of examples", HELP),
    Action("about", "About GRNStudio", "", "Versions and licences", HELP, after_line=True),
)
