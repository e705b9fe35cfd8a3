"""What is done, in which order, and how many minutes each stage may take (one H200 or the like, about 26 in all).

A stage begins once those that it `needs` are done; up to `LANES` run side by side on the one GPU, so that minutes are
minutes of the wall while sharing it.
"""

from dataclasses import dataclass, replace

LANES = 3


@dataclass(frozen=True)
class Stage:
    name: str
    kind: str  # language · tune · predict · ensemble · distil
    model: str  # key of MODELS
    minutes: float
    needs: tuple = ()
    start: str | None = None  # the stage whose parameters it begins with
    rate: float = 0.0
    length: int = 512
    budget: int = 65536  # tokens of a step (of each of the two batches, where there are two)
    strength: float = 0.3  # of disturbances: see losses.py
    seed: int = 1
    averaged: bool = False


# layers, hidden, heads, feed-forward of a transformer; embedding, hidden of an LSTM
MODELS = {
    "large": ("transformer", 8, 512, 8, 2048),
    "recurrent": ("recurrent", 512, 512),
    # 15.2 ms for 128 tokens on one WASM thread, 4.6 MB in int8, by ../latency.ts; 768 wide inside: 16.3 ms.
    "student": ("transformer", 4, 256, 4, 640),
}
TEACHERS = ("large-tuned", "recurrent-tuned")
SEEDS = (1, 2, 3)
BEST, BEGUN = "ensemble", "student-language"

STAGES = (
    Stage("large-language", "language", "large", 8.0, rate=1e-3, length=128),
    Stage("recurrent-language", "language", "recurrent", 5.0, rate=2e-3, length=256),
    Stage(BEGUN, "language", "student", 11.0, rate=2e-3, length=128),
    Stage(
        "recurrent-tuned", "tune", "recurrent", 7.0, ("recurrent-language",), "recurrent-language", 1e-3, 400, 49152,
        averaged=True,
    ),
    Stage(
        "large-tuned", "tune", "large", 5.5, ("large-language",), "large-language", 2.5e-4, 512, 32768, averaged=True,
    ),
    Stage(BEST, "ensemble", "", 1.0, TEACHERS),
    *(
        Stage(f"student-{k}", "distil", "student", 9.0, (BEST, BEGUN), BEGUN, 1e-3, seed=k)
        for k in SEEDS
    ),
)  # fmt: skip


def smoke():
    """The same stages in seconds: tiny models, few steps."""
    models = {
        "large": ("transformer", 2, 32, 2, 64),
        "recurrent": ("recurrent", 32, 32),
        "student": ("transformer", 1, 32, 2, 64),
    }
    return models, tuple(replace(s, minutes=4 / 60, budget=2048, length=min(s.length, 128)) for s in STAGES)


def scaled(share):
    return tuple(replace(stage, minutes=stage.minutes * share) for stage in STAGES)
