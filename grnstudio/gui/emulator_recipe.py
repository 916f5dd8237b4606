"""A run that learned from a network, as text that makes it again: as Python, and as a command."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pprint import pformat
from typing import Any

from grnstudio.core import antimony_text
from grnstudio.core.network import Network


def as_python(network: Network, settings: Mapping[str, Any]) -> str:
    """Return a Python script that teaches the emulator again and saves it."""
    name = file_name(network)
    return "\n".join(
        [
            "from grnstudio import save_emulator, train_emulator",
            "from grnstudio.core import antimony",
            "",
            f'network = antimony.parse("""{antimony_text.write(network)}""")',
            f"settings = {pformat(dict(settings), sort_dicts=False)}",
            "result = train_emulator(network, **settings)",
            f'save_emulator(result.emulator, "{name}.emulator")',
            "",
        ]
    )


def as_command(network: Network, settings: Mapping[str, Any]) -> str:
    """Return shell commands that teach the emulator again and save it."""
    name = file_name(network)
    words = ["grnstudio", "train", "emulator", f"{name}.ant"]
    for key, value in settings.items():
        words += ["--set", f"{key}={json.dumps(value) if isinstance(value, bool) else value}"]
    words += ["-o", f"{name}.emulator"]
    text = antimony_text.write(network)
    model = f"cat > {shlex.quote(f'{name}.ant')} <<'END_OF_MODEL'\n{text}\nEND_OF_MODEL\n"
    return f"{model}{shlex.join(words)}\n"


def file_name(network: Network) -> str:
    """Return the id of ``network``, which can name a file."""
    return network.id or "network"
