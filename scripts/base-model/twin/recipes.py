"""What is trained, in which order: the stages of each member of the family."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    name: str
    kind: str  # 'language': masked-LM · 'classify': on gold and soft labels
    start: str | None  # the stage whose parameters it begins with
    epochs: float
    length: int  # tokens of a text with [CLS] and [SEP]
    rate: float
    gold: float = 0.0  # weight of the labelled reviews; 0: without them
    soft: float = 0.0  # weight of the unlabelled reviews under soft labels
    teachers: tuple = ()  # 'recipe/stage' of the encoders whose logits, with the prepared ones, give the soft labels; or 'nano'
    neighbours: bool = False  # the teachers' answers joined with what the place of a review says (order.py)
    smoothing: float = 0.05  # of gold labels
    hidden: float = 0.1  # share of tokens masked as augmentation
    crops: float = 0.5  # share of texts trained on once more as a short stretch
    judge: str | None = None  # 'recipe/stage' of the encoder whose answers stretches learn; None: their review's label
    sentences: int = 0  # single sentences of sentences.py beside an epoch's reviews
    turned: bool = False  # sentences of the reviews beside, as found and turned by turned.py
    beside: float = 0.0  # how much of the n-gram model's logit stands beside the encoder's while it learns (beside.py)
    typos: float = 0.0  # share of the short stretches that are mistyped after the judge has read them
    noise: float = 0.0  # share of texts mistyped or with remnants of HTML
    minutes: float = 0.0  # where given, the schedule runs by the clock and ends then, whatever `epochs` says


RECIPES = {
    # masked-LM → gold (first teacher) → soft → gold → second round under the better teacher.
    "small": (
        Stage("mlm", "language", None, 1.25, 128, 1.5e-3),
        Stage("gold0", "classify", "mlm", 2, 384, 4e-4, gold=1.0),
        Stage("soft1", "classify", "mlm", 1, 256, 1e-3, soft=1.0, teachers=("small/gold0",)),
        Stage("gold1", "classify", "soft1", 2, 384, 3e-4, gold=1.0),
        Stage("round2", "classify", "gold1", 1, 384, 7e-4, gold=1.0, soft=1.0, teachers=("small/gold1",)),
        # With docvec.py's logits beside the n-gram's; longer texts, mistyped ones among them.
        Stage("round3", "classify", "round2", 1, 448, 6e-4, gold=1.0, soft=1.0, teachers=("base/round2",), noise=0.2),
        # Single sentences among the reviews; short stretches as base reads them.
        Stage(
            "round5", "classify", "round3", 1.5, 448, 6e-4, gold=1.0, soft=1.0, teachers=("base/round3",), noise=0.2,
            crops=0.0, judge="base/round3", sentences=100_000,
        ),
        # The same texts, the unlabelled ones under answers that are right far more often.
        Stage(
            "round6", "classify", "round5", 6, 448, 6e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="base/round5", sentences=100_000,
        ),
        # Masked-LM once more, longer than the first time, and then the same with twice as many tokens masked.
        Stage("mlm7", "language", "round6", 3.5, 128, 1.5e-3),
        Stage(
            "round7", "classify", "mlm7", 3, 448, 7e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="base/round5", sentences=100_000, hidden=0.2,
        ),
        # Beside the n-gram model, and with sentences of reviews turned.
        Stage(
            "round8", "classify", "round7", 3, 448, 6e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="base/round7", sentences=100_000, hidden=0.2, turned=True, typos=0.35, beside=0.6,
        ),
    ),
    # The small one is the first teacher; both teach the second round.
    "base": (
        Stage("mlm", "language", None, 1.25, 128, 1.2e-3),
        Stage("soft1", "classify", "mlm", 1, 256, 8e-4, soft=1.0, teachers=("small/gold1",)),
        Stage("gold1", "classify", "soft1", 1, 384, 2.5e-4, gold=1.0),
        Stage(
            "round2", "classify", "gold1", 1, 384, 5e-4, gold=1.0, soft=1.0, teachers=("base/gold1", "small/round2"),
        ),
        # Taught by the small one of round 3 too, that is by docvec.py twice removed and once directly.
        Stage(
            "round3", "classify", "round2", 2, 448, 4.5e-4, gold=1.0, soft=1.0, teachers=("base/round2", "small/round3"),
            noise=0.2, sentences=100_000,
        ),
        # The sentences in steps an eighth as large, so that there are more of them.
        Stage(
            "round5", "classify", "round3", 1, 448, 4.5e-4, gold=1.0, soft=1.0, teachers=("base/round3",), noise=0.2,
            sentences=100_000,
        ),
        # As small's round 6; short stretches as small reads them by then.
        Stage(
            "round6", "classify", "round5", 2, 448, 4.5e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="small/round6", sentences=100_000,
        ),
        # As small's; on two cores (--processes 2).
        Stage("mlm7", "language", "round6", 2, 128, 1.2e-3),
        Stage(
            "round7", "classify", "mlm7", 2, 448, 5.5e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="small/round7", sentences=100_000, hidden=0.2,
        ),
        # Masked-LM from where it was left, and then as small's.
        Stage("mlm8", "language", "mlm7", 3.7, 128, 1.2e-3),
        Stage(
            "round8", "classify", "mlm8", 2, 448, 5.5e-4, gold=1.0, soft=1.0, teachers=("base/round3",), neighbours=True,
            noise=0.2, crops=0.0, judge="small/round7", sentences=100_000, hidden=0.2, turned=True, typos=0.35, beside=0.6,
        ),
        # Under the answers of all three that stand beside one another, and of those that taught them.
        Stage(
            "round9", "classify", "round8", 3, 448, 4.5e-4, gold=1.0, soft=1.0, neighbours=True,
            teachers=("nano", "small/round8", "base/round8"), noise=0.2, crops=0.0, judge="small/round7", sentences=100_000,
            hidden=0.2, turned=True, typos=0.35, beside=0.6,
        ),
    ),
}  # fmt: skip
