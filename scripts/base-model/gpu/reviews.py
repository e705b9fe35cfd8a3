"""The reviews on the device, and batches of them: each a window, a head and tail, or a short stretch of a text.

Built on ../twin/data.py, which keeps the split (validation reviews out of everything else). A batch's tokens are
gathered on the device; only which stretches make it up is decided on the CPU, a pass at a time.
"""

import os
from dataclasses import dataclass

import numpy as np
import torch

import data
from noise import Noise

ROUND = 32  # lengths are padded to multiples of this
END = 65535


@dataclass
class Batch:
    ids: torch.Tensor  # [B, T] with [CLS], [SEP] and padding 0
    lengths: torch.Tensor  # [B]
    part: torch.Tensor  # [B]: which of the parts given
    rows: torch.Tensor  # [B]: which of its texts
    short: torch.Tensor  # [B]: a short stretch, whose sentiment may not be the text's


class Part:
    """Texts on the device: stretches of `tokens`, with labels 0/1 (255 unknown)."""

    def __init__(self, texts, tokens, device):
        self.tokens, self.device = tokens, device
        self.first, self.last = texts.first.astype(np.int64), texts.last.astype(np.int64)
        self.lengths, self.labels = texts.lengths, texts.labels
        self.targets = torch.tensor(texts.labels, dtype=torch.float32, device=device)

    def __len__(self):
        return len(self.first)


class Reviews:
    """train, val, unsup; `limit`: so many texts of each only, to try everything out."""

    def __init__(self, folder, device, limit=None):
        self.corpus = data.Corpus(folder)
        self.device, self.vocabulary = device, self.corpus.vocabulary
        self.tokens = torch.from_numpy(self.corpus.tokens.astype(np.int32)).to(device)
        ends = np.flatnonzero(np.isin(self.corpus.tokens, self.corpus.stops)) + 1
        self.starts = np.union1d(ends, self.corpus.offsets[:-1])
        self.texts = {name: limited(getattr(self.corpus, name), limit) for name in ("train", "val", "unsup")}
        self.train, self.val, self.unsup = (Part(texts, self.tokens, device) for texts in self.texts.values())
        self.worn = None

    def wear(self, seed=1):
        """(train, unsup) once more, a quarter of them mistyped or with remnants of HTML; made once, then read."""
        if self.worn is None:
            file = self.corpus.folder / f"worn-{len(self.train)}.npz"
            if not file.exists():
                noise, rng = Noise(self.vocabulary), np.random.default_rng(seed)
                aside = file.with_suffix(f".{os.getpid()}.tmp.npz")
                touched = {name: self.worn_tokens(self.texts[name], noise, rng) for name in ("train", "unsup")}
                np.savez(aside, **touched)
                aside.replace(file)
            with np.load(file) as saved:
                self.worn = tuple(self.worn_part(self.texts[name], saved[name]) for name in ("train", "unsup"))
        return self.worn

    def worn_tokens(self, texts, noise, rng):
        """All texts one after the other, each ended by 65,535."""
        ended = [part for i in range(len(texts)) for part in (noise(texts[i], rng), [END])]
        return np.concatenate(ended).astype(np.uint16)

    def worn_part(self, texts, stream):
        ends = np.flatnonzero(stream == END)
        part = data.Texts(stream, np.append(0, ends + 1), texts.labels)
        part.last, part.lengths = part.last - 1, part.lengths - 1
        return Part(part, torch.from_numpy(stream.astype(np.int32)).to(self.device), self.device)

    def spans(self, parts, length, crops, rng):
        """Stretches of one pass: rows of [part, text, first, head, end, n, short]; tokens are first … first + head, and
        the n − head before `end`."""
        out = []
        for which, part in enumerate(parts):
            rows = np.arange(len(part))
            n = np.minimum(part.lengths, length - 2)
            apart = (part.lengths > n) & (rng.random(len(rows)) < 0.5)
            start = part.first + np.where(apart, 0, (rng.random(len(rows)) * (part.lengths - n + 1)).astype(np.int64))
            head = np.where(apart, n // 4, n)
            end = np.where(apart, part.last, start + n)
            out.append(np.stack([np.full_like(rows, which), rows, start, head, end, n, 0 * rows], 1))
            out.append(self.short(which, part, crops, rng))
        return np.concatenate(out)

    def short(self, which, part, share, rng):
        """Stretches of 4 … 160 tokens, from the beginning of a text or of a sentence, of a share of the texts."""
        rows = np.flatnonzero((rng.random(len(part)) < share) & (part.lengths > 4))
        n = np.minimum(part.lengths[rows], np.exp(rng.uniform(np.log(4), np.log(160), len(rows))).astype(np.int64))
        start = part.first[rows]
        if part.tokens is self.tokens:
            low = np.searchsorted(self.starts, start)
            high = np.maximum(np.searchsorted(self.starts, part.last[rows] - n, side="right"), low + 1)
            anywhere = self.starts[low + (rng.random(len(rows)) * (high - low)).astype(np.int64)]
            start = np.where(rng.random(len(rows)) < 0.5, start, anywhere)
        ones = np.ones_like(rows)
        return np.stack([which * ones, rows, start, n, start + n, n, ones], 1)

    def batches(self, parts, length, budget, rng, crops=0.0):
        """One pass over all texts in batches of at most `budget` tokens, shuffled."""
        spans = self.spans(parts, length, crops, rng)
        padded = -(-(spans[:, 5] + 2) // ROUND) * ROUND
        plans = []
        for T in np.unique(padded):
            rows = rng.permutation(np.flatnonzero(padded == T))
            plans += [(int(T), part) for part in np.array_split(rows, -(-len(rows) * T // budget))]
        for k in rng.permutation(len(plans)):
            T, rows = plans[k]
            yield self.gather(parts, spans[rows], T)

    def gather(self, parts, spans, T):
        which, rows, first, head, end, n, short = (torch.from_numpy(c.copy()).to(self.device) for c in spans.T)
        t = torch.arange(T, device=self.device)[None, :] - 1
        n, head = n[:, None], head[:, None]
        at = torch.where(t < head, first[:, None] + t, end[:, None] - n + t)
        inside = (t >= 0) & (t < n)
        ids = torch.zeros(at.shape, dtype=torch.long, device=self.device)
        for k, part in enumerate(parts):
            mine = inside & (which == k)[:, None]
            ids = torch.where(mine, part.tokens[at.clamp(0, len(part.tokens) - 1)].long(), ids)
        ids[:, 0] = data.CLS
        ids.scatter_(1, n + 1, data.SEP)
        return Batch(ids, n[:, 0] + 2, which, rows, short.bool())

    def forever(self, parts, length, budget, seed, crops=0.0):
        """Passes without end; `parts` may be a function of the pass's number."""
        number = 0
        while True:
            number += 1
            rng = np.random.default_rng([*seed, number])
            yield from self.batches(parts(number) if callable(parts) else parts, length, budget, rng, crops)

    def stretches(self, length, budget, seed):
        """Language: all training texts end to end, in stretches ids [B, length], each pass cut elsewhere; without end."""
        rng, B = np.random.default_rng(seed), max(1, budget // length)
        texts = [part[i] for part in (self.texts["train"], self.texts["unsup"]) for i in range(len(part))]
        order = rng.permutation(len(texts))
        stream = torch.from_numpy(np.concatenate([texts[k] for k in order]).astype(np.int32)).to(self.device)
        while True:
            start = int(rng.integers(length - 2))
            count = (len(stream) - start) // (length - 2)
            table = stream[start : start + count * (length - 2)].view(count, length - 2)
            for rows in torch.from_numpy(rng.permutation(count)).to(self.device).split(B):
                ids = torch.full((len(rows), length), data.SEP, dtype=torch.long, device=self.device)
                ids[:, 0], ids[:, 1:-1] = data.CLS, table[rows].long()
                yield ids

    def whole(self, part, length=data.LONGEST, budget=65536, beginning=False):
        """Every text once, for judging: long ones as head and tail, or their beginning only."""
        n = np.minimum(part.lengths, length).astype(np.int64)
        rows = np.argsort(n, kind="stable")
        apart = (part.lengths > n) & (not beginning)
        columns = [0 * n, np.arange(len(n)), part.first, np.where(apart, n // 4, n), part.last, n, 0 * n]
        spans = np.stack(columns, 1)[rows]
        widths = -(-(spans[:, 5] + 2) // ROUND) * ROUND
        at = 0
        while at < len(spans):
            # Sorted by length: a batch is as wide as its last text.
            end = at + 1
            while end < len(spans) and (end + 1 - at) * widths[end] <= budget:
                end += 1
            yield self.gather([part], spans[at:end], int(widths[end - 1]))
            at = end


def limited(texts, limit):
    """The first of each label, or all."""
    if limit is None:
        return texts
    kept = np.concatenate([np.flatnonzero(texts.labels == label)[:limit] for label in np.unique(texts.labels)])
    offsets = np.append(texts.first, texts.last[-1])
    part = data.Texts(texts.source, offsets, texts.labels)
    part.first, part.last, part.labels = texts.first[kept], texts.last[kept], texts.labels[kept]
    part.rows, part.lengths = texts.rows[kept], texts.lengths[kept]
    return part
