"""The commands for emulators. Their help is their documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grnstudio.commands.options import INTERRUPTED

app = typer.Typer()


@app.command("check-emulator")
def check_emulator(
    file: Annotated[Path, typer.Argument(help="An emulator's file, or a study with one.")],
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A setting of the test, such as settings=25, runs=10000, starts='P 80..1199' or "
            "lags='3 10'. May be given many times.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Save the emulator with this report."),
    ] = None,
    settings: Annotated[
        bool, typer.Option("--settings", help="List the settings of the test, and end.")
    ] = False,
) -> None:
    """Hold an emulator against exact simulation, and say whether to use it.

    Ctrl-C stops, and reports on the starts that were compared.
    """
    from grnstudio.commands import emulating, terminal
    from grnstudio.core.assessing import AssessConfig
    from grnstudio.core.setting import configured

    if settings:
        terminal.print_config(AssessConfig())
        return
    chosen = dict(terminal.setting_of(AssessConfig, text) for text in set_ or ())
    if not emulating.check(file, configured(AssessConfig, chosen), out):
        raise typer.Exit(INTERRUPTED)
