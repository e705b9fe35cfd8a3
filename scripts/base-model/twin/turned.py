"""Sentences of the reviews, turned: what "was moving" says becomes what "was not moving" says, in the company it was found in.

sentences.py makes up its sentences, so what encoders learn of "not" there they apply to sentences like those. Here a sentence
stands twice, as somebody wrote it and with its meaning turned; no word but the turning tells the two apart. Only
sentences that say one thing are taken: one word of lexicon.py that has a side, and nothing else that could turn it.
"""

import re

import numpy as np

from data import STEP, sentences_of, texts_of
from lexicon import BAD, FEELS, GOOD
from noise import Noise
from sentences import cutter, judged_texts, plain

SHORTEST, LONGEST = 5, 40  # pieces of a sentence
SURE = 0.15  # how far from a half the judge's answer must be for a sentence to be taken as it says
TURNED_GOOD, TURNED_BAD, HARDLY_BAD, NO_MORE_DENIED = 0.1, 0.74, 0.62, 0.9

SIDED = {word: True for word in GOOD} | {word: False for word in BAD}


def any_of(words):
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


BE = r"\b(is|was|are|were)"
MUCH = r"((?:(?:so|very|really|quite|pretty|absolutely|extremely|truly|simply|just|all|even|most|incredibly) )?)"
MUCH_DENIED = r"(?:(?:so|very|really|that|all that|particularly|even) )?"
NOT_MORE = r"\b(?! (?:as|enough|if|when|for))"
WORD = rf"({any_of(SIDED)})"
SAID = re.compile(rf"{BE} {MUCH}{WORD}{NOT_MORE}")
DENIED = re.compile(rf"{BE}(?: not| never|n't) {MUCH_DENIED}{WORD}{NOT_MORE}")
FELT = re.compile(rf"\b(i|we) ((?:(?:really|absolutely|thoroughly|truly|highly|strongly) )?)({any_of(FEELS)})\b")
ANY = re.compile(rf"\b{WORD}\b")
NOT_NOW, NOT_THEN = ["do not", "don't"], ["did not", "didn't", "never"]
NO = re.compile(r"\bnot\b|\bnever\b|n't")
# What turns a sentence, weakens it, or makes it no statement.
OTHER = (
    "no|nothing|nobody|none|without|hardly|barely|scarcely|but|although|though|however|despite|unless|except|far|supposed|would|"
    "could|should|if|too|who|what|how|why"
)
DOUBTFUL = re.compile(rf"\b({OTHER})\b|\?")


def kind_of(text):
    """("said" | "denied" | "felt", the match) of a sentence that can be turned, else None."""
    if DOUBTFUL.search(text):
        return None
    sided, denials = len(ANY.findall(text)), len(NO.findall(text))
    if sided == 1 and denials == 1 and (match := DENIED.search(text)):
        return "denied", match
    if sided == 1 and denials == 0 and (match := SAID.search(text)):
        return "said", match
    if sided == 0 and denials == 0 and (match := FELT.search(text)):
        return "felt", match
    return None


def praises(kind, match):
    """Whether its word does, denied or not."""
    if kind == "felt":
        return FEELS[match[3]][1]
    return SIDED[match[2] if kind == "denied" else match[3]]


def denial(match, rng):
    be, much, word = match.groups()
    die = rng.random()
    if die < 0.35:
        return f"{be} not {much}{word}"
    if die < 0.7:
        return f"{be}n't {much}{word}"
    no = "never" if die < 0.8 else "hardly" if die < 0.88 else "anything but" if die < 0.94 else "far from"
    return f"{be} {no} {word}"


def not_felt(match, rng):
    who, much, word = match.groups()
    base, _ = FEELS[word]
    if word == base:
        return f"{who} {rng.choice(NOT_NOW)} {base}"
    no = rng.choice(NOT_THEN)
    return f"{who} {no} {'really ' if much == 'really ' else ''}{word if no == 'never' else base}"


def turned(kind, match, text, rng):
    """(The sentence with its meaning turned, what it says then, what it said; None where the judge is to say)."""
    good = praises(kind, match)
    if kind == "denied":
        new = f"{match[1]} {match[2]}"
        says, said = (NO_MORE_DENIED, TURNED_GOOD) if good else (1 - NO_MORE_DENIED, TURNED_BAD)
    elif kind == "felt":
        new, says, said = not_felt(match, rng), TURNED_GOOD if good else HARDLY_BAD, None
    else:
        new, says, said = denial(match, rng), TURNED_GOOD if good else TURNED_BAD, None
    return text[: match.start()] + new + text[match.end() :], says, said


def found(corpus, parts):
    """[(review, pieces, text, kind, match)] of the sentences that can be turned, but for what the check lists ask."""
    judged, out = judged_texts(), []
    reviews = (texts[i] for texts in parts for i in range(len(texts)))
    for number, t in enumerate(reviews):
        for pieces in sentences_of(t, corpus.stops, SHORTEST, LONGEST):
            text = corpus.text(pieces)
            kind = kind_of(text)
            if kind and plain(text) not in judged:
                out.append((number, pieces, text, *kind))
    return out


def pairs(corpus, parts, judge, seed):
    """(Texts, targets, the number of each one's review, as data.stretches counts): sentences as they were found in parts,
    each followed by itself turned; some mistyped. judge(Texts) gives the probability that each praises, and what it does not
    think of as its word says is left out."""
    rng, judged = np.random.default_rng(seed), judged_texts()
    candidates = found(corpus, parts)
    answers = judge(texts_of([pieces for _, pieces, *_ in candidates], np.zeros(len(candidates), np.float32), STEP // 8))
    noise = Noise(corpus.vocabulary, share=0.15, typos=0.1, remnants=0.05)
    cut, texts, targets, owners = cutter(noise), [], [], []
    for (number, pieces, text, kind, match), answer in zip(candidates, answers):
        new, says, said = turned(kind, match, text, rng)
        if said is None:
            if abs(answer - 0.5) < SURE or (answer > 0.5) != praises(kind, match):
                continue
            said = np.clip(answer, 0.05, 0.95)
        if plain(new) not in judged:
            texts += [noise(pieces, rng), noise(cut(new), rng)]
            targets += [said, says]
            owners += [number, number]
    targets = np.array(targets, np.float32)
    return texts_of(texts, targets, STEP // 8), targets, np.array(owners)
