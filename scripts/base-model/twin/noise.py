"""What reviews look like in the wild, over pieces: mistyped words, and what is left of HTML between sentences.

Texts come as piece ids, so a word is written out, mistyped and cut into pieces again, as the tokenizer would. Upper
case needs nothing: the vocabulary is uncased.
"""

import numpy as np

REMNANTS = ["<br />", "<br/><br/>", "&quot;", "&amp;", "<p>", "</p>", "&nbsp;", "<i>", "</i>"]
KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
BESIDE = {c: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in KEYS for i, c in enumerate(row)}


class Noise:
    """share: of texts that are touched; typos: of their words; remnants: of their sentences' ends."""

    def __init__(self, vocabulary, share=0.25, typos=0.06, remnants=0.15):
        self.share, self.typos, self.remnants = share, typos, remnants
        self.texts = vocabulary
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.continues = np.array([piece.startswith("##") for piece in vocabulary])
        self.letters = np.array([piece.removeprefix("##").isalpha() for piece in vocabulary])
        self.ends = np.isin(np.arange(len(vocabulary)), [self.ids[mark] for mark in ".!?"])
        self.marks = [self.marked(text) for text in REMNANTS]

    def marked(self, text):
        """A remnant's pieces: each sign by itself, letters together."""
        out, word = [], ""
        for c in text + " ":
            if c.isalpha():
                word += c
                continue
            out += self.cut(word) if word else []
            word = ""
            out += [] if c == " " else self.cut(c)
        return out

    def cut(self, word):
        """Longest pieces first (Wu et al. 2016); a word that cannot be cut is unknown."""
        out, at = [], 0
        while at < len(word):
            prefix = "##" if at else ""
            end = next((e for e in range(len(word), at, -1) if prefix + word[at:e] in self.ids), None)
            if end is None:
                return [self.ids["[UNK]"]]
            out.append(self.ids[prefix + word[at:end]])
            at = end
        return out

    def mistyped(self, word, rng):
        """A letter left out, doubled, swapped with the next, or the key beside it."""
        at, kind = int(rng.integers(len(word))), rng.random()
        if kind < 0.3:
            return word[:at] + word[at + 1 :]
        if kind < 0.5:
            return word[:at] + word[at] + word[at:]
        if kind < 0.75:
            return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        beside = BESIDE.get(word[at], word[at])
        return word[:at] + beside[int(rng.integers(len(beside)))] + word[at + 1 :]

    def __call__(self, t, rng):
        """Piece ids, perhaps touched; longer or shorter then by a few."""
        if len(t) == 0 or rng.random() >= self.share:
            return t
        starts = np.flatnonzero(~self.continues[t] | (np.arange(len(t)) == 0))
        touched = rng.random(len(starts)) < np.where(self.ends[t[starts]], self.remnants, self.typos)
        out, done = [], 0
        for k in np.flatnonzero(touched):
            first, last = starts[k], starts[k + 1] if k + 1 < len(starts) else len(t)
            if self.ends[t[first]]:
                out += [t[done:last], self.marks[int(rng.integers(len(self.marks)))]]
            elif self.letters[t[first:last]].all():
                word = "".join(self.texts[i].removeprefix("##") for i in t[first:last])
                out += [t[done:first], self.cut(self.mistyped(word, rng)) if len(word) > 3 else t[first:last]]
            else:
                continue
            done = last
        return np.concatenate([np.asarray(part, dtype=t.dtype) for part in [*out, t[done:]]])
