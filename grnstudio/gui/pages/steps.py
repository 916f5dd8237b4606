"""The steps of the work on a task, and the page that shows each."""

from __future__ import annotations

from grnstudio.gui.pages.atlas_page import AtlasPage
from grnstudio.gui.pages.automata_page import AutomataPage
from grnstudio.gui.pages.circuit_columns import CircuitColumns
from grnstudio.gui.pages.distil_page import DistilPage
from grnstudio.gui.pages.step_page import Step
from grnstudio.gui.pages.verify_page import VerifyPage

STEPS = (
    Step("Draw", "Draw what each gene should do, under each condition", CircuitColumns),
    Step("Train", "See the networks follow the target, and the loss fall", CircuitColumns),
    Step("Read", "See who activates and who represses whom in what was learned", CircuitColumns),
    Step("Distil", "Find out how few links the task can be done with", DistilPage),
    Step("Atlas", "See which topologies do the task, and how often each is found", AtlasPage),
    Step("Verify", "Find out whether Hill functions can do it with the same links", VerifyPage),
    Step("Automata", "Learn links from films of a row of cells", AutomataPage, True),
)
