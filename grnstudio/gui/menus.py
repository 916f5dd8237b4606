"""Every command of the window, once: menus, shortcuts, tooltips and the palette are made of it."""

from __future__ import annotations

from grnstudio.gui.actions import Action
from grnstudio.gui.network_menus import EDIT, OF_EDIT, OF_MODEL, OF_VIEW, VIEW

FILE, RUN, TRAIN, HELP = "File", "Run", "Train", "Help"
NEW_FROM, RECENT, EXPORT = "File/New from example", "File/Open recent", "File/Export"
EXPORT_NETWORK, EXPORT_GRAPH = "File/Export/Reaction network", "File/Export/Inferred network"
PANELS, THEME = "View/Panels", "View/Theme"


def _export(key: str, text: str, tip: str, menu: str = EXPORT, after_line: bool = False) -> Action:
    return Action(f"export-{key}", text, "", tip, menu, after_line=after_line)


def _theme(key: str, text: str, tip: str) -> Action:
    return Action(f"theme-{key}", text, "", tip, THEME, is_switch=True)


ACTIONS = (
    Action("new", "New", "Ctrl+N", "Begin a blank design", FILE, "new"),
    Action("new-network", "New network", "", "Draw or type a reaction network", FILE),
    Action("new-films", "New films of cells", "", "Learn links from films of a row of cells", FILE),
    Action("new-motif", "New from motif…", "", "Begin with one of the known motifs", FILE),
    Action("open", "Open…", "Ctrl+O", "Open a project or a network", FILE, "open"),
    Action("save", "Save", "Ctrl+S", "Save the project to its file", FILE, "save", False, True),
    Action("save-as", "Save as…", "Ctrl+Shift+S", "Save the project to another file", FILE),
    Action(
        "import",
        "Import…",
        "Ctrl+I",
        "Take over a network (SBML, Antimony, JSON), curves from CSV, or a task",
        FILE,
        "import",
        after_line=True,
    ),
    Action(
        "export-picture", "Picture…", "Ctrl+E", "Save a plot as PNG, SVG or PDF", EXPORT, "export"
    ),
    _export("sbml", "SBML…", "Level 3 Version 2, what most programs read", EXPORT_NETWORK),
    _export("sbml-3-1", "SBML Level 3 Version 1…", "For programs that stop there", EXPORT_NETWORK),
    _export("sbml-2-4", "SBML Level 2 Version 4…", "For older programs", EXPORT_NETWORK),
    _export("antimony", "Antimony text…", "For Tellurium, or to read", EXPORT_NETWORK),
    _export("network-json", "JSON…", "All that GRNStudio knows of it", EXPORT_NETWORK),
    _export("network-links", "Node-link JSON…", "For networkx and web pages", EXPORT_NETWORK),
    _export(
        "network-graphml", "GraphML…", "Species and reactions as nodes; Cytoscape", EXPORT_NETWORK
    ),
    _export(
        "network-process-description",
        "SBGN process description…",
        "Species and reactions with their places; Newt, VANTED",
        EXPORT_NETWORK,
        after_line=True,
    ),
    _export(
        "network-activity-flow", "SBGN activity flow…", "Who raises and lowers whom", EXPORT_NETWORK
    ),
    _export("network-signed-edges", "Signed edges (CSV)…", "A row per regulation", EXPORT_NETWORK),
    _export("network-sif", "SIF…", "For Cytoscape: A activates B", EXPORT_NETWORK),
    _export(
        "network-latex",
        "Equations as LaTeX…",
        "Reactions, rate equations and values, to be typeset",
        EXPORT_NETWORK,
        after_line=True,
    ),
    _export(
        "network-markdown", "Equations as Markdown…", "For notes and web pages", EXPORT_NETWORK
    ),
    _export("json", "JSON…", "With spread, agreement and method", EXPORT_GRAPH),
    _export("graphml", "GraphML…", "For Cytoscape, Gephi or yEd", EXPORT_GRAPH),
    _export("edges", "Signed edges (CSV)…", "A row per link", EXPORT_GRAPH),
    _export("adjacency", "Adjacency table (CSV)…", "Row = target, column = source", EXPORT_GRAPH),
    _export("sif", "SIF…", "For Cytoscape: A activates B", EXPORT_GRAPH),
    _export(
        "simulation", "Simulation (CSV)…", "Amounts over time, a column per species", EXPORT, True
    ),
    _export("scan", "Scan (CSV)…", "A line for each point of the scan"),
    _export("task", "Task as JSON…", "What the command line can train", after_line=True),
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
    *OF_EDIT,
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
    Action("go-network", "Network page", "Ctrl+2", "The reaction network", VIEW, "graph"),
    Action("go-simulate", "Simulate page", "Ctrl+3", "Run the network", VIEW, "curve"),
    Action("go-design", "Design page", "Ctrl+4", "Draw, train and read", VIEW, "draw"),
    Action("go-emulate", "Emulate page", "Ctrl+5", "Teach an emulator of the network", VIEW),
    Action("go-runs", "Runs page", "Ctrl+6", "Every training that was made", VIEW, "runs"),
    *OF_VIEW,
    Action(
        "reset-layout",
        "Reset layout",
        "",
        "Put every panel back in its place",
        VIEW,
        "reset",
        after_line=True,
    ),
    Action(
        "lock-panels", "Lock panels", "", "Keep the panels from being moved", VIEW, is_switch=True
    ),
    _theme("system", "System", "Light or dark as the system says"),
    _theme("light", "Light", "Dark on light"),
    _theme("dark", "Dark", "Light on dark"),
    Action(
        "full-screen", "Full screen", "F11", "Use the whole screen, or stop", VIEW, is_switch=True
    ),
    *OF_MODEL,
    Action("simulate", "Simulate", "F5", "Run the network on the Simulate page", RUN, "train"),
    Action(
        "stop-simulation",
        "Stop simulation",
        "Shift+F5",
        "End the simulation or scan with what it has so far",
        RUN,
        "stop",
    ),
    Action(
        "scan",
        "Scan…",
        "",
        "Simulate for many values of one or two numbers of the network",
        RUN,
        after_line=True,
    ),
    Action("steady-state", "Steady state…", "", "Look where nothing changes any more", RUN),
    Action("train", "Train", "F5", "Start what the step in sight is for", TRAIN, "train"),
    Action("pause", "Pause", "F6", "Hold the training, or let it go on", TRAIN, "pause"),
    Action("stop", "Stop and keep best", "Shift+F5", "End with the best so far", TRAIN, "stop"),
    Action("resume-run", "Resume run", "", "Train the chosen run further", TRAIN, "resume"),
    Action(
        "mutants",
        "Mutants…",
        "",
        "Knock out genes, change doses, and see what becomes of the curves",
        TRAIN,
        after_line=True,
    ),
    Action("palette", "Command palette…", "Ctrl+Shift+P", "Search all commands", HELP, "search"),
    Action("shortcuts", "Keyboard shortcuts", "Ctrl+/", "List all shortcuts", HELP),
    Action("examples", "Examples", "", "Show the gallery of examples", HELP),
    Action("about", "About GRNStudio", "", "Versions and licences", HELP, after_line=True),
)
