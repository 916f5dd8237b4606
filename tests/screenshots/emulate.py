"""Pictures of the Emulate workspace: data, training, trust, grids."""

from __future__ import annotations

from grnstudio.gui import learner_settings, main_window
from grnstudio.gui.pages.emulate_page import DATA, GRID, TRAIN, TRUST
from tests.screenshots.studio import Studio

QUICK = {
    "settings": 60, "runs": 60, "steps": 5, "epochs": 15, "test_settings": 6, "test_runs": 500,
    "lags": "2 5",
}  # fmt: skip
SEARCHED = {"architecture": "search", "warm_up": 2, "search_epochs": 6, "fine_tune": 6}


class EmulateScenes(Studio):
    """The steps of the Emulate page, with small emulators of the examples."""

    def play(self) -> None:
        """Take every picture, of the kinds that are wanted."""
        parts = (
            ("emulate-empty", self.show_empty),
            ("emulate-data", self.show_data),
            ("emulate-train", self.show_training),
            ("emulate-trust", self.show_trust),
            ("emulate-grid", self.show_grid),
        )
        for name, show in parts:
            if name.startswith(self.only) or self.only.startswith(name):
                show()

    @property
    def page(self):
        return self.work.emulate

    def show_empty(self) -> None:
        self.work.files.new_network()
        self.window.show_tab(main_window.EMULATE)
        self.take("emulate-empty")
        self.page.stepper.choose(TRUST)
        self.take("emulate-empty-trust")

    def show_data(self) -> None:
        self.open("x16")
        self.until(lambda: "pairs of states" in self.page.data.outlook.text())
        self.take("emulate-data")
        self.page.data.starts.text.setPlainText("G1 4..0; P1 80..1199")
        self.page.data.starts.read()
        self.take("emulate-data-wrong")

    def show_training(self) -> None:
        self.open("x40", **QUICK, **SEARCHED)
        self.work.go.train()
        self.until(lambda: len(self.page.training.pictures()) > 1)
        self.take("emulate-train-busy")
        self.finish()
        self.page.stepper.choose(TRAIN)
        self.take_tabs("emulate-train", self.page.training.tabs)

    def show_trust(self) -> None:
        self.open("x40", **QUICK)
        self.work.go.train()
        self.finish()
        self.take_tabs("emulate-trust", self.page.trust.tabs)

    def show_grid(self) -> None:
        self.open("bees")
        self.page.stepper.choose(GRID)
        self.take("emulate-grid-empty")
        self.work.go.train()
        self.until(lambda: self.page.grid.view.course is not None)
        self.page.grid.view.time.slider.setValue(80)
        self.take("emulate-grid")

    def open(self, key: str, **values: object) -> None:
        """Begin with an example on the Emulate page."""
        self.document.new()
        self.work.files.open_network_example(key)
        self.window.show_tab(main_window.EMULATE)
        self.page.stepper.choose(DATA)
        if values:
            learner_settings.keep(self.document, "emulator", values, "Ask for little")
        self.pass_time(0.5)

    def take_tabs(self, name: str, tabs) -> None:
        """Take a picture of each tab that there is."""
        for place in range(tabs.count()):
            if tabs.isTabVisible(place):
                tabs.setCurrentIndex(place)
                self.take(f"{name}-{tabs.tabText(place).lower().replace(' ', '-')}")
