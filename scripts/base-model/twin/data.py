"""Prepared token files (by scripts/base-model/prepare.ts) as batches of equal length: no padding, so no masks.

A text is [CLS] tokens [SEP]. For training its length is cut down to the next bucket (at most 15 tokens lost, in
the middle or at the ends) and texts of one bucket make a batch; for evaluation only texts of exactly one length do.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CLS, SEP, MASK, SPECIAL = 2, 3, 4, 5
LONGEST = 510
STEP = 8192  # tokens of a training step
PREPARED = ("ngram", "docvec", "regions")  # teachers by scripts of their own: teacher.py, docvec.py, regions.py


class Texts:
    """Token ids of reviews, each a stretch of one array; labels 0/1, 255 where there is none; rows: those to use;
    step: tokens of a training step where it is not as large as usual (of such texts no stretches are taken)."""

    def __init__(self, tokens, offsets, labels, rows=None, step=STEP):
        rows = np.arange(len(labels)) if rows is None else rows
        self.source, self.rows, self.step = tokens, rows, step
        self.first, self.last, self.labels = offsets[:-1][rows], offsets[1:][rows], labels[rows]
        self.lengths = self.last - self.first

    def __len__(self):
        return len(self.lengths)

    def __getitem__(self, i):
        return self.source[self.first[i] : self.last[i]]


@dataclass(frozen=True)
class Part:
    """Texts to learn from; targets: the probability that each praises; weight: of each in the loss; beside: what stands
    beside the encoder's logit of each while it learns."""

    texts: Texts
    targets: np.ndarray
    weight: float = 1.0
    beside: np.ndarray | None = None


class Corpus:
    """The prepared folder: its three parts, the vocabulary, the pieces that end a sentence.

    Reviews of train and unsup whose words are those of a validation review are left out.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.splits = json.loads((self.folder / "index.json").read_text())["splits"]
        self.vocabulary = (self.folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        self.vocab = len(self.vocabulary)
        self.stops = np.array([self.vocabulary.index(mark) for mark in ".!?"])
        self.word = np.array([any(c.isalnum() for c in piece) for piece in self.vocabulary])
        self.tokens = np.fromfile(self.folder / "tokens.u16", "<u2")
        self.offsets = np.fromfile(self.folder / "offsets.u32", "<u4").astype(np.int64)
        self.labels = np.fromfile(self.folder / "labels.u8", np.uint8).astype(np.float32)
        self.val = self.part("val")
        judged = self.words(self.val)
        everything = [self.part(name) for name in ("train", "unsup")]
        self.train, self.unsup = (self.without(texts, set(judged)) for texts in everything)
        elsewhere = set().union(*(self.words(texts) for texts in everything))
        self.shared = np.array([key in elsewhere for key in judged])  # validation reviews that also stand there

    def part(self, name):
        start, count = self.splits[name]["start"], self.splits[name]["count"]
        return Texts(self.tokens, self.offsets[start : start + count + 1], self.labels[start : start + count])

    def words(self, texts):
        """Each review's words alone: its pieces with a letter or digit, as bytes."""
        return [t[self.word[t]].tobytes() for t in texts]

    def without(self, texts, known):
        rows = np.array([i for i, key in enumerate(self.words(texts)) if key not in known])
        offsets = np.append(texts.first, texts.last[-1])
        return Texts(texts.source, offsets, texts.labels, rows)

    def text(self, ids):
        """Its words with blanks between them, apostrophes inside a word as one writes them."""
        joined = " ".join(self.vocabulary[i] for i in ids).replace(" ##", "")
        return re.sub(r"(?<=\w) ' (?=\w)", "'", joined)

    def ngram(self):
        return self.prepared("ngram")

    def prepared(self, teacher):
        """Logits by one of PREPARED of validation (held out) and unlabelled texts, or None where there are none."""
        folder = self.folder / teacher
        if not ((folder / "val.f32").exists() and (folder / "unsup.f32").exists()):
            return None
        val, unsup = (np.fromfile(folder / f"{name}.f32", "<f4") for name in ("val", "unsup"))
        return {"val": val, "unsup": unsup[self.unsup.rows]}


def texts_of(arrays, labels, step):
    """Texts of piece ids, an array each."""
    offsets = np.concatenate([[0], np.cumsum([len(t) for t in arrays])])
    return Texts(np.concatenate(arrays), offsets, labels, step=step)


def head_tail(t, n):
    """A quarter of n tokens from the beginning, the rest from the end."""
    head = n // 4
    return t if len(t) <= n else np.concatenate([t[:head], t[len(t) - (n - head) :]])


def window(t, n, rng):
    """n tokens for training: half the time any stretch, half head and tail."""
    if len(t) <= n:
        return t
    if rng.random() < 0.5:
        return head_tail(t, n)
    start = rng.integers(len(t) - n + 1)
    return t[start : start + n]


def bucket(n):
    """Largest bucket that n tokens (with [CLS] and [SEP]) fill: multiples of 4, from 64 on of 16."""
    return n - n % (16 if n >= 64 else 4)


def crop(t, stops, rng):
    """A short stretch, as one types or quotes: from the text's beginning or a sentence's, 4 … 160 tokens."""
    n = min(len(t), int(np.exp(rng.uniform(np.log(4), np.log(160)))))
    starts = np.flatnonzero(np.isin(t[: len(t) - n], stops)) + 1
    start = 0 if len(starts) == 0 or rng.random() < 0.5 else int(rng.choice(starts))
    return t[start : start + n]


def stretches(parts, stops, rng):
    """Of each review a short stretch as `crop` takes them, and a whole sentence of 4 … 60 pieces where it has one: (Texts,
    the number of each one's review)."""
    out, owners = [], []
    for number, t in enumerate(texts[i] for texts in parts for i in range(len(texts))):
        if len(t) >= 4:
            out.append(crop(t, stops, rng))
            owners.append(number)
        fit = sentences_of(t, stops, 4, 60)
        if fit:
            out.append(fit[int(rng.choice(len(fit)))])
            owners.append(number)
    return texts_of(out, np.full(len(out), 255.0, np.float32), STEP // 2), np.array(owners)


def sentences_of(t, stops, shortest, longest):
    """A text's sentences of so many pieces, each with the mark that ends it."""
    ends = np.flatnonzero(np.isin(t, stops)) + 1
    starts = np.concatenate([[0], ends[:-1]])
    return [t[a:b] for a, b in zip(starts, ends) if shortest <= b - a <= longest]


def mistyped(texts, noise, rng):
    """The same texts, some of them mistyped."""
    return texts_of([noise(texts[i], rng) for i in range(len(texts))], texts.labels, texts.step)


def plan(parts, length, crops, stops, rng):
    """An epoch over parts in batches [(T, [(part, text, its crop or None)])], shuffled.

    Each text once, at most `length` tokens of it, and a share `crops` of them once more as a short stretch.
    """
    pools = {}
    for which, texts in enumerate(part.texts for part in parts):
        for i in range(len(texts)):
            n = min(int(texts.lengths[i]), length - 2)
            if n >= 2:
                pools.setdefault((bucket(n + 2), texts.step), []).append((which, i, None))
            if texts.step == STEP and rng.random() < crops and n >= 4:
                short = crop(texts[i], stops, rng)
                pools.setdefault((max(4, bucket(len(short) + 2)), STEP), []).append((which, i, short))
    batches = []
    for (T, step), pool in pools.items():
        order = rng.permutation(len(pool))
        batches += [(T, [pool[k] for k in part]) for part in np.array_split(order, -(-len(order) * T // step))]
    return [batches[k] for k in rng.permutation(len(batches))]


def assemble(batch, parts, length, rng, noise=None):
    """(ids [B, T], target [B], weight [B], beside [B]); a crop weighs 0.3: its sentiment may not be the whole text's."""
    T, members = batch
    ids = np.full((len(members), T), SEP, dtype=np.int64)
    ids[:, 0] = CLS
    target, weight, beside = (np.zeros(len(members), np.float32) for _ in range(3))
    for row, (which, i, short) in enumerate(members):
        part = parts[which]
        t = window(part.texts[i], length - 2, rng) if short is None else short
        if noise is not None:
            t = noise(t, rng)
        # A mistyped text has some pieces more or less: cut, or filled with [SEP] as its end has anyway.
        kept = window(t, T - 2, rng)
        ids[row, 1 : 1 + len(kept)] = kept
        target[row], weight[row] = part.targets[i], part.weight * (1.0 if short is None else 0.3)
        beside[row] = 0.0 if part.beside is None else part.beside[i]
    return ids, target, weight, beside


def masked(ids, share, rng):
    """Some tokens hidden behind [MASK], as augmentation."""
    hide = (rng.random(ids.shape) < share) & (ids >= SPECIAL)
    return np.where(hide, MASK, ids)


def language_plan(texts, T, rng):
    """Batches ids [B, T] of an epoch: all texts end to end, cut into stretches of T − 2 at a random phase."""
    start = int(rng.integers(T - 2))
    B = STEP // T
    stream = np.concatenate([t for part in texts for t in part])
    count = (len(stream) - start) // (T - 2)
    stretches = stream[start : start + count * (T - 2)].reshape(count, T - 2)
    order = rng.permutation(count)[: count - count % B].reshape(-1, B)
    ids = np.empty((len(order), B, T), dtype=np.uint16)
    ids[:, :, 0], ids[:, :, 1:-1], ids[:, :, -1] = CLS, stretches[order], SEP
    return ids


def hidden_tokens(ids, vocab, rng, share=0.15):
    """Masked-LM (Devlin et al. 2019): of 15 % of tokens 80 % masked, 10 % random, 10 % as they are. (ids, where, truth)."""
    flat = ids.reshape(-1).astype(np.int64)
    candidates = np.flatnonzero(flat >= SPECIAL)
    where = np.sort(rng.choice(candidates, int(len(candidates) * share), replace=False))
    truth, out, die = flat[where].copy(), flat.copy(), rng.random(len(where))
    out[where[die < 0.8]] = MASK
    other = where[(die >= 0.8) & (die < 0.9)]
    out[other] = rng.integers(SPECIAL, vocab, len(other))
    return out.reshape(ids.shape), where, truth


def evaluation_batches(texts, length=LONGEST, budget=16384):
    """(rows, ids [B, T]) over all texts, long ones as head and tail, each batch of exactly one length."""
    lengths = np.minimum(texts.lengths, length)
    for n in np.unique(lengths):
        rows = np.flatnonzero(lengths == n)
        for part in np.array_split(rows, max(1, -(-len(rows) * (int(n) + 2) // budget))):
            ids = np.full((len(part), int(n) + 2), SEP, dtype=np.int64)
            ids[:, 0] = CLS
            for row, i in enumerate(part):
                ids[row, 1:-1] = head_tail(texts[i], int(n))
            yield part, ids
