"""Pictures of the steps beyond reading: distil, verify, mutants, atlas, search, automata."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.gui import main_window
from grnstudio.gui.pages.design_page import STEPS
from tests.screenshots.studio import Studio

ADAPTING = "I -> g1, I -> g2, g2 -| g1"


class CircuitScenes(Studio):
    """The pages of the Design workspace from Distil on, each with a small result of its own."""

    def play(self) -> None:
        """Take every picture, of the kinds that are wanted."""
        parts = (
            ("adaptation", "distil", self.show_distilling),
            ("adaptation", "verify", self.show_verifying),
            ("adaptation", "mutants", self.show_mutants),
            ("oscillation-2", "atlas", self.show_atlas),
            ("oscillation-2", "search", self.show_search),
            ("", "automata", self.show_automata),
        )
        for example, name, show in parts:
            if name.startswith(self.only) or self.only.startswith(name):
                if example:
                    self.begin(example)
                else:
                    self.work.files.new()
                self.window.show_tab(main_window.DESIGN)
                show()

    def show_distilling(self) -> None:
        page = self.to_step("Distil")
        self.take("distil-empty")
        self.set_up("distil", networks=3, steps=1_500, repeats=2, failures=1)
        self.work.go.train()
        self.until(lambda: not page.front.is_empty)
        self.take("distil-training")
        self.finish()
        self.take_tabs("distil", page.tabs)

    def show_verifying(self) -> None:
        page = self.to_step("Verify")
        self.take("verify-empty")
        self.set_up("verify", links=ADAPTING, samples=8_000, fits=16, fit_steps=200)
        self.work.go.train()
        self.until(lambda: bool(page.tabs.pictures()))
        self.take("verify-searching")
        self.finish()
        self.take_tabs("verify", page.tabs)
        page.open.click()
        self.pass_time(0.8)
        self.take("verify-network")
        self.window.show_tab(main_window.DESIGN)

    def show_mutants(self) -> None:
        self.set_up("verify", links=ADAPTING, samples=4_000, fits=8, fit_steps=200)
        self.to_step("Verify")
        self.work.go.train()
        self.finish()
        self.work.mutants.show()
        dialog = self.work.mutants.dialogs[-1]
        self.until(lambda: bool(dialog.pictures()))
        for place in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(place)
            self.pass_time(0.4)
            self.save(dialog, f"mutants-{dialog.tabs.tabText(place).lower().replace(' ', '-')}")
        dialog.close()

    def show_atlas(self) -> None:
        page = self.to_step("Atlas")
        self.set_up("atlas", networks=40)
        self.work.go.train()
        self.finish()
        self.take_tabs("atlas", page.views)

    def show_search(self) -> None:
        page = self.to_step("Atlas")
        page.head.way.searched.click()
        self.set_up("enumerate", samples=4_000)
        self.work.go.train()
        self.finish()
        self.take_tabs("search", page.views)

    def show_automata(self) -> None:
        page = self.to_step("Automata")
        self.set_up("cellular", genes=5, films=128, steps=1_500)
        self.work.go.train()
        self.finish()
        self.take_tabs("automata", page.tabs)

    def to_step(self, title: str):
        """Go to a step and return its page."""
        design = self.work.design
        design.stepper.choose([step.title for step in STEPS].index(title))
        self.pass_time(0.3)
        return design.current

    def set_up(self, learner: str, **values: object) -> None:
        """Change settings of a learner."""
        design = self.document.project.design
        chosen = {**design.configs.get(learner, {}), **values}
        configs = {**design.configs, learner: chosen}
        self.document.edit("Change settings", replace(design, configs=configs))

    def take_tabs(self, name: str, tabs) -> None:
        """Take a picture of each tab that there is."""
        for place in range(tabs.count()):
            if tabs.isTabVisible(place):
                tabs.setCurrentIndex(place)
                self.pass_time(0.2)
                self.take(f"{name}-{tabs.tabText(place).lower().replace(' ', '-')}")
