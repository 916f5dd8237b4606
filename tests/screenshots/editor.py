"""Pictures of the network editor: its views, its dialogs, and every example on the canvas."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from grnstudio.gui import main_window
from grnstudio.io import antimony_file
from grnstudio.io.motifs import load_motif
from grnstudio.io.network_examples import examples
from tests.screenshots.studio import Studio

ALL = ("canvas", "tables", "text")
ODD = """model odd()
  var k
  made: => A; k
  lost: A => ; d*A
  never: B => C; 0*B
  A = 0; d = 0.1; unused = 3
end
"""
HALF = """model half()
  made: => A; k
  lost: A => ; 0.1*A
end
"""


class EditorScenes(Studio):
    """The Network page at work."""

    sizes = ((1280, 800), (1600, 1000))

    def play(self) -> None:
        """Take every picture."""
        self.show_empty()
        self.show_views()
        self.show_troubles()
        self.show_dialogs()
        self.show_examples()

    @property
    def page(self):
        return self.work.network

    def show(self, *views: str, notation: str = "reactions") -> None:
        self.page.views.show_only(views)
        self.page.canvas.set_notation(notation)
        self.pass_time(0.4)

    def open(self, key: str) -> None:
        self.document.new()
        self.work.files.open_network_example(key)
        self.window.show_tab(main_window.NETWORK)
        self.pass_time(0.6)

    def show_empty(self) -> None:
        self.work.files.new_network()
        for views in (ALL, ("canvas",)):
            self.show(*views)
            self.take(f"editor-empty-{len(views)}")

    def show_views(self) -> None:
        self.open("repressilator")
        self.show(*ALL)
        self.page.choose(["transcribe_cI"])
        self.take("editor-all")
        self.show("tables")
        self.page.tables.show_table("reactions")
        self.take("editor-tables")
        self.show("canvas", "text", notation="regulation")
        self.page.choose(["P_cI"])
        self.take("editor-regulation")

    def show_troubles(self) -> None:
        for name, text in (("odd", ODD), ("half", HALF)):
            self.page.text.editor.setPlainText(text)
            self.page.text.apply()
            self.show("canvas", "text")
            self.work.checks.look()
            self.work.go.to_problems()
            self.take(f"editor-{name}")
        self.window.docks["jobs"].raise_()

    def show_dialogs(self) -> None:
        builder = self.work.commands.network.builder
        self.open("repressilator")
        builder.show_motifs()
        self.pass_time(0.5)
        self.photograph("editor-motifs")
        path = self.folder / "toggle.ant"
        antimony_file.write(load_motif("toggle"), path)
        for name, show in (("merge", builder.merge), ("compare", builder.compare)):
            show(Path(path))
            self.pass_time(0.6)
            self.photograph(f"editor-{name}")
        path.unlink()

    def photograph(self, name: str) -> None:
        """Save the dialog on top, in the theme in force, and close it."""
        dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for dialog in (one for one in dialogs if one is not self.window and one.isWindow()):
            self.save(dialog, name)
            dialog.close()
        self.pass_time(0.2)

    def show_examples(self) -> None:
        for one in examples():
            for notation in ("reactions", "regulation"):
                if not self.only or f"editor-on-{one.key}-{notation}".startswith(self.only):
                    self.open(one.key)
                    self.show("canvas", notation=notation)
                    self.take(f"editor-on-{one.key}-{notation}")
