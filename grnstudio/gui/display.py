"""Whether there is a display to open a window on. Asked before Qt is loaded, so it needs none."""

from __future__ import annotations

import os
import socket
import sys

CONNECT_SECONDS = 2.0


def has_display() -> bool:
    """Return whether Qt would find a display; without one it would abort the process."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _answers(os.environ.get("DISPLAY", ""))


def _answers(display: str) -> bool:
    """Return whether an X server listens at ``display``, such as ``:0`` or ``host:10.0``."""
    host, colon, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host and not host.startswith("unix"):
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    name = f"/tmp/.X11-unix/X{number}"
    return _connects(socket.AF_UNIX, name) or _connects(socket.AF_UNIX, f"\0{name}")


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True
