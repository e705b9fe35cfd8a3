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
    teachers: tuple = ()  # 'recipe/stage' of the encoders whose logits, with the n-gram's, give the soft labels
    smoothing: float = 0.05  # of gold labels
    hidden: float = 0.1  # share of tokens masked as augmentation
    crops: float = 0.5  # share of texts trained on once more as a short stretch


def rounds(own, language_epochs, rate, first_teachers=None, second_teachers=()):
    """masked-LM → gold (teacher) → soft → gold → second round under the better teacher."""
    return [
        Stage("mlm", "language", None, language_epochs, 128, 1.5 * rate),
        Stage("gold0", "classify", "mlm", 2, 384, 0.4 * rate, gold=1.0),
        Stage("soft1", "classify", "mlm", 1, 256, rate, soft=1.0, teachers=first_teachers or (f"{own}/gold0",)),
        Stage("gold1", "classify", "soft1", 2, 384, 0.3 * rate, gold=1.0),
        Stage(
            "round2", "classify", "gold1", 1, 384, 0.7 * rate, gold=1.0, soft=1.0,
            teachers=(f"{own}/gold1", *second_teachers),
        ),
    ]  # fmt: skip


RECIPES = {
    "small": rounds("small", 1.25, 1e-3),
    "base": rounds("base", 1.75, 8e-4, second_teachers=("small/round2",)),
}
