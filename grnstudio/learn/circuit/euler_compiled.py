"""The compiled way through a time course and back: see `euler_kernel` for what it is good at."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from grnstudio.learn.circuit.euler_kernel import back, record

if TYPE_CHECKING:
    from grnstudio.learn.circuit.euler import Course, Layers

NARROW = 1_000  # cases x units of a layer, beyond which matrix products are as fast


def is_suited(layers: Layers, course: Course) -> bool:
    """Whether the compiled way is the faster one: small matrices in main memory."""
    width, cases = layers.w1.shape[1], course.start.shape[2]
    return layers.w1.device.type == "cpu" and width * cases <= NARROW


class CompiledTape:
    """The intermediate values of a time course, and the way back through them."""

    def __init__(self, layers: Layers, course: Course) -> None:
        self.course, self.scaled = course, course.scale is not None
        w1, b1, w2, b2, w3, b3 = layers
        flat = (w1.mT, b1[..., 0], w2.mT, b2[..., 0], w3, b3[..., 0])
        self.weights = tuple(_array(part) for part in flat)
        start = _array(course.start.transpose(1, 2))
        self.networks, cases, genes = start.shape
        real = start.dtype.type
        ones = torch.ones(self.networks, genes, dtype=course.start.dtype)
        self.scale = _array(ones if course.scale is None else course.scale[..., 0])
        self.inputs = _array(course.inputs.permute(1, 0, 3, 2))
        self.numbers = real(course.step), real(course.langevin * course.step**0.5)
        self.noise, self.kicks = (
            np.empty((0, 0, 0, 0), real) if one is None else _array(one.permute(1, 0, 3, 2))
            for one in (course.noise, course.kicks)
        )
        groups, width = len(w1) // self.networks, w1.shape[1]
        units = (self.networks, course.steps, cases, groups, width)
        made = (self.networks, course.steps, cases, genes)
        levels = (self.networks, course.steps + 1, cases, genes)
        shapes = (units, units, made, levels, self.kicks.shape)
        self.tape = tuple(np.empty(shape, real) for shape in shapes)
        self.tape[3][:, 0] = start

    @property
    def levels(self) -> Tensor:
        """The levels after each step, ``[T, networks, G, B]``."""
        return torch.from_numpy(self.tape[3][:, 1:]).permute(1, 0, 3, 2)

    def record(self) -> None:
        """Take the Euler steps."""
        constant = (self.weights, self.scale, self.inputs, self.noise, self.kicks)
        self._share(lambda low, high: record(low, high, *constant, self.numbers, self.tape))

    def back(self, wanted: Tensor) -> list[Tensor | None]:
        """Return the gradients of layers, start and scale, given those of the levels."""
        slopes = tuple(np.zeros_like(part) for part in self.weights)
        to_start, to_scale = np.zeros_like(self.tape[3][:, 0]), np.zeros_like(self.scale)
        asked = _array(wanted.permute(1, 0, 3, 2))
        given = (self.weights, self.scale, self.inputs, self.numbers, self.tape)
        found = (slopes, to_start, to_scale)
        self._share(lambda low, high: back(low, high, *given, asked, *found))
        w1, b1, w2, b2, w3, b3 = (torch.from_numpy(part) for part in slopes)
        layers = [w1.mT, b1[..., None], w2.mT, b2[..., None], w3, b3[..., None]]
        scale = torch.from_numpy(to_scale)[..., None] if self.scaled else None
        return [*layers, torch.from_numpy(to_start).transpose(1, 2), scale]

    def _share(self, work: Callable[[int, int], object]) -> None:
        """Do ``work`` on the networks, shared among threads where the course asks for some."""
        threads = min(self.course.threads, self.networks)
        if threads <= 1:
            work(0, self.networks)
            return
        ends = [self.networks * part // threads for part in range(threads + 1)]
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, ends[:-1], ends[1:]))


def _array(tensor: Tensor) -> np.ndarray:
    array: np.ndarray = tensor.detach().contiguous().numpy()
    return array
