"""The commands of the Network page, as rows of the window's table of commands."""

from __future__ import annotations

from grnstudio.gui.actions import CANVAS_KEYS, Action

EDIT, VIEW, MODEL = "Edit", "View", "Model"
ADD, TOOL = "Model/Add", "Model/Tool"
LAYOUT, ALIGN = "Model/Layout", "Model/Align and distribute"
VIEWS = "View/Network views"

OF_EDIT = (
    Action("cut", "Cut", "Ctrl+X", "Copy and delete what is chosen", EDIT, after_line=True),
    Action("copy", "Copy", "Ctrl+C", "Copy what is chosen, with its parameters", EDIT, "copy"),
    Action("paste", "Paste", "Ctrl+V", "Add what was copied under free names", EDIT),
    Action("duplicate", "Duplicate", "Ctrl+D", "Add what is chosen once more", EDIT),
    Action("delete", "Delete", "Del", "Delete what is chosen, and what needs it", EDIT, "delete"),
    Action("select-all", "Select all", "Ctrl+A", "Choose everything in this view", EDIT),
    Action("rename", "Rename", "F2", "Rename it everywhere it is spoken of", EDIT),
    Action("find", "Find", "Ctrl+F", "Find a name in this view", EDIT, "search", after_line=True),
    Action("quick-fix", "Quick fix", "Ctrl+.", "Mend what is wrong at the cursor", EDIT),
)
"""What goes to the view of a network that has the focus."""

TOOLS = (
    Action(
        "tool-select", "Select", "V", "Choose and move parts", TOOL, "pointer", True,
        scope=CANVAS_KEYS,
    ),
    Action(
        "tool-species", "Species", "S", "Press where a species is to stand", TOOL, "species", True,
        scope=CANVAS_KEYS,
    ),
    Action(
        "tool-reaction", "Reaction", "R", "Drag from what is used to what is made", TOOL,
        "reaction", True, scope=CANVAS_KEYS,
    ),
    Action(
        "tool-modifier", "Modifier", "M", "Drag from a species to the reaction it acts on", TOOL,
        "modifier", True, scope=CANVAS_KEYS,
    ),
    Action(
        "tool-regulation", "Regulation", "T",
        "Drag from a gene to the one it acts on; with Shift it represses", TOOL,
        "regulation", True, scope=CANVAS_KEYS,
    ),
    Action(
        "tool-erase", "Erase", "E", "Press what is to go", TOOL, "erase", True, scope=CANVAS_KEYS
    ),
)  # fmt: skip
"""Tools of the canvas; their single letters hold while it has the focus."""

OF_VIEW = (
    Action("show-canvas", "Canvas", "", "Show the network as a drawing", VIEWS, "graph", True),
    Action("show-tables", "Tables", "", "Show the network in tables", VIEWS, "table", True),
    Action("show-text", "Text", "", "Show the network as text", VIEWS, "text", True),
    Action(
        "notation-reactions", "Reaction view", "", "Draw species and the reactions between them",
        VIEWS, "reactions", True, after_line=True,
    ),
    Action(
        "notation-regulation", "Regulation view", "", "Draw who activates and represses whom",
        VIEWS, "regulation", True,
    ),
    Action("zoom-in", "Zoom in", "Ctrl++; Ctrl+=", "Make the drawing larger", VIEW,
           after_line=True),
    Action("zoom-out", "Zoom out", "Ctrl+-", "Make the drawing smaller", VIEW),
    Action("fit", "Show all", "Ctrl+0", "Fit the whole drawing into the view", VIEW, "fit"),
    Action("snap", "Snap to grid", "Ctrl+G", "Put dragged parts onto the grid", VIEW, "snap", True),
    Action("grid", "Grid", "", "Draw the grid", VIEW, "grid", True),
    Action(
        "export-canvas", "Picture of the network…", "", "Save the drawing as PNG, SVG or PDF", "",
        "export",
    ),
    Action("minimap", "Overview map", "", "Show a small map of the whole drawing", VIEW,
           "minimap", True),
)  # fmt: skip

ADDED = ("species", "reaction", "parameter", "compartment", "event", "function")
"""Kinds of parts that can be added by a command, called as their tables call them."""

OF_MODEL = (
    Action("add-species", "Species", "", "Add a species and name it in its properties", ADD),
    Action("add-reaction", "Reaction", "", "Add a reaction, from one chosen species on", ADD),
    Action("add-parameter", "Parameter", "", "Add a parameter", ADD),
    Action("add-compartment", "Compartment", "", "Add a place for species", ADD),
    Action("add-event", "Event", "", "Add something that happens at a time or a level", ADD),
    Action("add-function", "Function", "", "Add a function that rates may use", ADD),
    *TOOLS,
    Action(
        "layout-layered", "Layered", "", "Lay out from left to right, as things follow on", LAYOUT,
        "layout",
    ),
    Action("layout-force", "Force-directed", "", "Let what is linked draw together", LAYOUT),
    Action("layout-circular", "Circular", "", "Put all on a circle; for small motifs", LAYOUT),
    Action("align-left", "Align left", "", "Line left edges up", ALIGN, "align"),
    Action("align-center", "Align centres", "", "Line middles up, one below the other", ALIGN),
    Action("align-right", "Align right", "", "Line right edges up", ALIGN),
    Action("align-top", "Align top", "", "Line upper edges up", ALIGN, after_line=True),
    Action("align-middle", "Align middles", "", "Line middles up, side by side", ALIGN),
    Action("align-bottom", "Align bottom", "", "Line lower edges up", ALIGN),
    Action(
        "distribute-across", "Distribute across", "", "Equal gaps from left to right", ALIGN,
        after_line=True,
    ),
    Action("distribute-down", "Distribute down", "", "Equal gaps from top to bottom", ALIGN),
    Action(
        "motifs", "Insert motif…", "", "Choose one of the known motifs and build it in", MODEL,
        "preset", after_line=True,
    ),
    Action("merge", "Merge network…", "", "Bring a network from a file into this one", MODEL),
    Action("from-graph", "Network from inferred graph", "",
           "Make a network in Hill form of the links that training found", MODEL),
    Action("compare", "Compare with…", "", "Show what differs from a network in a file", MODEL),
    Action(
        "check-model", "Check model", "F7", "List what is wrong or odd about the network", MODEL,
        "good", after_line=True,
    ),
)  # fmt: skip

TO_VIEWS = tuple(
    one.key
    for one in (*OF_EDIT, *TOOLS, *OF_VIEW, *OF_MODEL)
    if one.key.startswith(("tool-", "layout-", "align-", "distribute-", "zoom-"))
    or one.key in ("fit", "snap", "grid", "minimap")
    or one in OF_EDIT
)
"""Keys of commands that a view carries out."""
