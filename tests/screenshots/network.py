"""Pictures of reaction networks and their simulations."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from grnstudio.gui import main_window
from grnstudio.gui.pages.simulate_page import DISTRIBUTION, PHASE, SCANNING, SETTLING, TIME
from grnstudio.io.network_examples import examples
from tests.screenshots.studio import Studio

BROKEN = """model half()
  made: => A; k*K^2/(K^2 + B^2)
  lost: A => ; d * * A
end
"""


class NetworkScenes(Studio):
    """The Network and Simulate pages on the examples."""

    def play(self) -> None:
        """Take every picture."""
        self.show_empty()
        self.show_example("egfr", method="ssa", runs=200, duration=60.0)
        self.show_example("tyson-cell-cycle")
        self.show_phase_plane()
        self.show_telegraph()
        self.show_x16()
        self.show_scan()
        self.show_steady_state()
        self.show_running()
        self.show_broken()
        self.show_networks()

    def show_empty(self) -> None:
        self.work.files.new_network()
        self.take("network-empty")
        self.window.show_tab(main_window.SIMULATE)
        self.take("simulate-empty")

    def show_example(self, key: str, **settings: object) -> None:
        self.open(key)
        self.take(f"network-{key}")
        self.simulate(**settings)
        self.take(f"simulate-{key}")

    def show_phase_plane(self) -> None:
        self.page.show_view(PHASE)
        self.take("simulate-phase-plane")
        self.page.show_view(TIME)

    def show_telegraph(self) -> None:
        """Sampled and exact, over time and at a time."""
        self.open("telegraph")
        self.simulate(method="ssa", runs=2_000, duration=40.0)
        self.simulate(method="fsp")
        self.take("simulate-telegraph")
        self.page.show_view(DISTRIBUTION)
        self.take("simulate-distribution")
        self.page.show_view(TIME)

    def show_x16(self) -> None:
        self.open("x16")
        self.simulate(method="ssa", runs=1_000)
        self.page.show_view(DISTRIBUTION)
        self.take("simulate-x16")
        self.page.show_view(TIME)

    def show_scan(self) -> None:
        self.open("goldbeter-koshland")
        self.simulate()
        self.page.show_view(SCANNING)
        self.page.run()
        self.until(lambda: not self.work.simulations.is_running)
        self.take("simulate-scan")
        self.page.show_view(TIME)

    def show_steady_state(self) -> None:
        self.open("repressilator")
        self.configure_simulation()
        self.page.show_view(SETTLING)
        self.page.run()
        self.until(lambda: self.page.steady.amounts.rowCount() > 0)
        self.take("simulate-steady-state")
        self.page.show_view(TIME)

    def show_running(self) -> None:
        self.open("x16")
        self.configure_simulation(method="ssa", runs=1_000_000)
        self.page.run()
        self.pass_time(2.5)
        self.take("simulate-running")
        self.work.simulations.stop()
        self.until(lambda: not self.work.simulations.is_running)

    def show_broken(self) -> None:
        self.open("repressilator")
        self.work.network.text.editor.setPlainText(BROKEN)
        self.pass_time(1.2)
        self.take("network-broken")
        self.document.new()
        self.work.files.began.emit()
        path = Path(tempfile.mkdtemp()) / "half a model.xml"
        path.write_text("<sbml><model>")
        self.work.files.open(path)
        self.pass_time(1.0)
        self.take("network-refused")
        self.window.notices.clear()

    def show_networks(self) -> None:
        """Every example's picture."""
        for one in examples():
            self.open(one.key)
            self.take(f"networks-{one.key}")

    @property
    def page(self):
        return self.work.simulate

    def open(self, key: str) -> None:
        self.document.new()
        self.work.files.open_network_example(key)
        self.window.show_tab(main_window.NETWORK)
        self.pass_time(0.8)

    def configure_simulation(self, **settings: object) -> None:
        design = self.document.project.design
        configs = {
            **design.configs,
            "simulate": {**design.configs.get("simulate", {}), **settings},
        }
        self.document.edit("Change settings", replace(design, configs=configs))
        self.window.show_tab(main_window.SIMULATE)
        self.pass_time(0.5)

    def simulate(self, **settings: object) -> None:
        self.configure_simulation(**settings)
        before = len(self.work.simulations.listed)
        self.page.run()
        self.until(lambda: len(self.work.simulations.listed) > before)
        self.until(lambda: not self.work.simulations.is_running)
        self.pass_time(0.5)
