"""Settings of learning from films of a row of cells."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting

STARTS = ("patchy", "scattered", "middle cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellularConfig:
    """Settings of the learner of cellular automata.

    Genes, cells, films, frames, the time between them, the first frames and the ring are of films
    that are generated; films of the design have their own.
    """

    genes: int = setting(10, "Genes", low=1, high=50, help="Of the rule that is generated.")
    cells: int = setting(21, "Cells", low=1, high=1000, help="In the row of a generated film.")
    films: int = setting(
        256, "Films", low=2, high=10_000, help="Generated, each from a first frame of its own."
    )
    frames: int = setting(
        4,
        "Frames after the first",
        low=1,
        high=10_000,
        help="In each generated film to learn from; films held out are longer.",
    )
    interval: float = setting(
        2.0,
        "Time between frames",
        low=1e-3,
        high=1e3,
        help="In lifetimes of a gene product, of generated films.",
    )
    first_frame: str = setting(
        STARTS[0],
        "First frames",
        choices=STARTS,
        help="patchy: each gene is on, at a random level, in a random share of the cells; "
        "scattered: at random levels everywhere; middle cell: at random levels in that cell alone.",
    )
    held_out: float = setting(
        0.1,
        "Share of films held out",
        low=0.0,
        high=0.9,
        help="They are predicted from their first frame, and teach nothing.",
    )
    ring: bool = setting(
        True, "The row is a ring", help="On a ring the last cell is beside the first."
    )
    networks: int = setting(
        1, "Networks", low=1, high=100, own=True, help="Trained together, each from its own seed."
    )
    steps: int = setting(2_500, "Training steps", low=1, high=1_000_000, own=True)
    hidden: int = setting(
        32,
        "Hidden width",
        low=1,
        high=512,
        own=True,
        help="Units in each of the two hidden layers; every gene has a network of its own.",
    )
    batch: int = setting(
        16,
        "Frames per step",
        low=1,
        high=10_000,
        advanced=True,
        help="Drawn anew at every training step, each followed to the next frame.",
    )
    learning_rate: float = setting(
        0.01,
        "Learning rate",
        low=1e-7,
        high=1.0,
        advanced=True,
        own=True,
        help="Of Adam at its highest; it rises at first and falls to the end.",
    )
    offset: float = setting(
        0.3,
        "Offset of an error's weight",
        low=0.01,
        high=1e6,
        advanced=True,
        help="In shares of a gene's peak: a squared error counts as 1 / (level + this). A large "
        "value makes all errors count alike.",
    )
    euler_step: float = setting(
        0.4,
        "Longest step",
        low=1e-3,
        high=10.0,
        advanced=True,
        help="Between two frames, in lifetimes of a gene product; decay is exact at any step.",
    )
    fraction: float = setting(
        0.9,
        "Link value under mutation, λ",
        low=0.0,
        high=0.999,
        advanced=True,
        own=True,
        help="What a mutated link passes on of its source's level: 0 cuts it, near 1 nudges it.",
    )
    relative: bool = setting(
        True,
        "Effects relative to the gene",
        advanced=True,
        help="Links' effects in units of how much their target's synthesis varies, so that genes "
        "made slowly are heard as well. Off: in units of the target's peak.",
    )
    read_frames: int = setting(
        2,
        "Frames to mutate links in",
        low=0,
        high=10_000,
        advanced=True,
        help="From the first on, of each film; 0 is all. First frames are the most varied.",
    )
    weakest: float = setting(
        0.3,
        "Share of links taken for none",
        low=0.0,
        high=1.0,
        advanced=True,
        help="The weakest ones, where signs are compared with known links.",
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1, help="Network n trains from seed + n.")

    def __post_init__(self) -> None:
        check(self)
