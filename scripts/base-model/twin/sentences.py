"""Single sentences and what they say, put together from a small grammar: what whole reviews do not teach.

A review's label says little about one of its sentences, so an encoder trained on reviews reads "not boring" as boring.
Here the meaning follows from the build: a word has a side, a negation turns it (and weakens it), of two clauses joined
by "but" the second counts, a plain fact has no side. The texts of the check lists are left out; forms of ../checklist.json
are not: what it says about negation is about words in other company. For unseen forms there is ../checklist-unseen.json.

Written for this; no outside text.
"""

import json
import re
from pathlib import Path

import numpy as np

from data import STEP, texts_of
from lexicon import (
    BAD, BORED, DOES_BADLY, DOES_WELL, ELSEWHERE, FACTS, FILL, FLAW, GAIN, GOOD, HATE, HATED, LOVE, LOVED, MILD, MOVED,
    NAMES, NOT, PARTS, REACT_BADLY, REACT_WELL, SERVICES, VERY, WHO,
)  # fmt: skip
from noise import Noise

CHECKLISTS = [Path(__file__).resolve().parent.parent / name for name in ("checklist.json", "checklist-unseen.json")]

SURE, TURNED, MILDLY = 0.93, 0.85, 0.72


class Sentences:
    """Draws (text, probability that it praises)."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.judged = judged_texts()
        self.forms = [
            (self.statement, 5), (self.turned, 7), (self.nothing, 3), (self.felt, 4), (self.made_me, 3),
            (self.advice, 3),
            (self.without, 2), (self.thought, 3), (self.contrast, 6), (self.expected, 2), (self.exclaimed, 3),
            (self.fact, 3),
            (self.pair, 3), (self.time, 2), (self.became, 4), (self.did, 4), (self.compared, 3), (self.reported, 3),
            (self.brief, 5), (self.served, 3), (self.several, 5),
        ]  # fmt: skip
        weights = np.array([weight for _, weight in self.forms], float)
        self.shares = weights / weights.sum()

    def draw(self, n):
        texts, targets = [], np.empty(n, np.float32)
        while len(texts) < n:
            text, p = self.forms[self.rng.choice(len(self.forms), p=self.shares)][0]()
            if plain(text) in self.judged:
                continue
            if self.rng.random() < 0.25:
                text = text.rstrip(" .!")
            if self.rng.random() < 0.08:
                text, p = self.half_typed(text, p)
            targets[len(texts)] = p
            texts.append(text)
        return texts, targets

    def half_typed(self, text, p):
        """Its last word as far as it is typed, and less sure."""
        text = text.rstrip(" .!")
        last = re.search(r"[a-z]{5,}$", text)
        if last is None:
            return text, p
        left = int(self.rng.integers(1, min(3, len(last[0]) - 4) + 1))
        return text[:-left], 0.5 + 0.8 * (p - 0.5)

    def of(self, options):
        return options[int(self.rng.integers(len(options)))]

    def side(self):
        return bool(self.rng.random() < 0.5)

    def word(self, good):
        return self.of(GOOD if good else BAD)

    def subject(self):
        """(words, "is" or "was")"""
        be = self.of(["is", "is", "was"])
        if self.rng.random() < 0.25:
            return self.of(NAMES), be
        part = self.of(ELSEWHERE if self.rng.random() < 0.12 else PARTS).replace("-", " ")
        return f"{self.of(['the', 'the', 'this', 'its', 'the whole'])} {part}", be

    def described(self, good):
        return self.word(good) if self.rng.random() < 0.5 else f"{self.of(VERY)} {self.word(good)}"

    def clause(self, good):
        """A clause that stands on one side, without its full stop."""
        subject, be = self.subject()
        kind = self.rng.random()
        if kind < 0.6:
            return f"{subject} {be} {self.described(good)}"
        if kind < 0.8:
            return f"i {self.of(LOVED if good else HATED)} {subject}"
        return f"{subject} {be} {self.of(NOT)} {self.word(not good)}"

    def statement(self):
        good = self.side()
        subject, be = self.subject()
        word = self.described(good)
        sure = MILDLY if word in MILD else SURE
        return f"{subject} {be} {word} .", sided(good, sure)

    def turned(self):
        good = self.side()
        subject, be = self.subject()
        no = self.of(NOT + ["far from", "anything but", "hardly", "by no means"])
        more = self.of(["", "", "", " at all", " in the least"]) if no in NOT else ""
        if no == "not" and self.rng.random() < 0.4:
            be, no = be + "n ' t", self.of(["", "very", "really", "particularly"])
        return f"{subject} {be} {no} {self.word(good)}{more} .".replace("  ", " "), turned_to(not good)

    def nothing(self):
        good = self.side()
        word, what = self.word(good), self.of(["moment", "scene", "minute", "line", "joke", "idea", "shot"])
        text = self.of([
            f"there is nothing {word} about it .", f"there isn ' t {a(word + ' ' + what)} in it .",
            f"there is not {a(word + ' ' + what)} in the whole film .",
            f"there was not one {word} {what} in this movie .",
            f"not a single {what} is {word} .", f"nothing about this film is {word} .", f"no {what} of it is {word} .",
            f"it is never {word} for a minute .", f"at no point is it {word} .",
        ])  # fmt: skip
        return text, turned_to(not good)

    def felt(self):
        good, turned = self.side(), self.side()
        things = "it|this film|this movie|the ending|the story|the book|every minute of it|the cast"
        thing = self.of(things.split("|"))
        if not turned:
            much = self.of(["", "really ", "absolutely ", "thoroughly "])
            return f"i {much}{self.of(LOVED if good else HATED)} {thing} .", sided(good, SURE)
        no = self.of(["didn ' t", "did not", "do not", "don ' t", "could not", "never"])
        return f"i {no} {self.of(LOVE if good else HATE)} {thing} .", 0.1 if good else 0.62

    def made_me(self):
        good, turned = self.side(), self.side()
        subject, _ = self.subject()
        deed = self.of(MOVED if good else BORED)
        if turned:
            return f"{subject} {self.of(['never', 'hardly', 'in no way'])} {deed} me .", turned_to(not good)
        if self.side():
            no = self.of(["", "not ", "never "])
            return f"i was {no}{deed} .", turned_to(not good) if no else sided(good, SURE)
        return f"{subject} {deed} me .", sided(good, SURE)

    def advice(self):
        good = self.side()
        thing = self.of(["it", "this film", "this movie", "this one", "the book", "this place"])
        yes = [
            f"i {self.of(['highly', 'strongly', 'warmly'])} recommend {thing} .", f"go and see {thing} .",
            f"do yourself a favor and see {thing} .",
            f"{thing} is well worth your time .", f"don ' t miss {thing} .", f"do not miss {thing} .",
            f"i would see {thing} again any day .", f"i would recommend {thing} to {self.of(WHO)} .",
            f"i recommend {thing} to {self.of(WHO)} .", f"you will never regret {thing} .",
            f"you won ' t regret a minute of {thing} .", f"i do not regret {thing} .", f"i can only recommend {thing} .",
            f"you will not be disappointed by {thing} .", f"no one should pass up {thing} .",
        ]  # fmt: skip
        no = [
            f"i can ' t recommend {thing} .", f"i cannot recommend {thing} to anybody .",
            f"don ' t waste your time on {thing} .",
            f"stay away from {thing} .", f"{thing} is not worth your time .", f"{thing} isn ' t worth the money .",
            f"skip {thing} .",
            f"i would never see {thing} again .", f"i wouldn ' t recommend {thing} to {self.of(WHO)} .",
            f"i would not recommend {thing} .", f"i do not recommend {thing} to {self.of(WHO)} .",
            f"you will regret {thing} .", f"i regret {thing} .", f"nobody should have to sit through {thing} .",
            f"you will be disappointed by {thing} .",
            f"do not bother with {thing} .",
        ]  # fmt: skip
        return self.of(yes if good else no), sided(good, SURE)

    def without(self):
        subject, be = self.subject()
        gain, flaw = self.of(GAIN), self.of(FLAW)
        return self.of([
            (f"{subject} {be} not without {gain} .", MILDLY), (f"{subject} {be} without any {gain} .", 1 - SURE),
            (f"{subject} has no {gain} .", 1 - SURE), (f"{subject} has plenty of {gain} .", SURE),
            (f"{subject} lacks {gain} .", 1 - TURNED), (f"{subject} does not lack {gain} .", MILDLY),
            (f"{subject} {be} not without {flaw} .", 0.42), (f"{subject} {be} without {flaw} .", TURNED),
            (f"{subject} has no {flaw} .", TURNED), (f"{subject} {be} full of {flaw} .", 1 - SURE),
            (f"i have no complaints about {subject} .", TURNED),
            (f"i have many complaints about {subject} .", 1 - SURE),
        ])  # fmt: skip

    def thought(self):
        good = self.side()
        subject, be = self.subject()
        word = self.word(good)
        text, turned = self.of([
            (f"i don ' t think {subject} {be} {word} .", True), (f"i didn ' t find {subject} {word} .", True),
            (f"nobody could call {subject} {word} .", True), (f"i would not say {subject} {be} {word} .", True),
            (f"i found {subject} {word} .", False), (f"i think {subject} {be} {word} .", False),
            (f"i can ' t say {subject} {be} {word} .", True), (f"it is hard to say {subject} {be} {word} .", True),
            (f"you can ' t deny that {subject} {be} {word} .", False), (f"no doubt {subject} {be} {word} .", False),
        ])  # fmt: skip
        return text, turned_to(not good) if turned else sided(good, SURE)

    def contrast(self):
        good = self.side()
        first, second = self.clause(not good), self.clause(good)
        text = self.of([
            f"{first} , but {second} .", f"{first} , yet {second} .", f"although {first} , {second} .",
            f"{first} . still , {second} .", f"even though {first} , {second} .", f"{second} , although {first} .",
            f"{first} . however , {second} .", f"{second} even if {first} .",
        ])  # fmt: skip
        return text, sided(good, 0.8)

    def expected(self):
        good = self.side()
        subject, be = self.subject()
        text = self.of([
            f"i thought {subject} would be {self.word(not good)} , but i was wrong .",
            f"they say {subject} {be} {self.word(not good)} . i disagree , it is {self.word(good)} .",
            f"my friends {self.of(LOVED if not good else HATED)} it , i {self.of(LOVED if good else HATED)} it .",
            f"{subject} should have been {self.word(not good)} and turned out {self.word(good)} .",
            f"i was told that {subject} {be} {self.word(not good)} , but it is {self.word(good)} .",
        ])  # fmt: skip
        return text, sided(good, 0.85)

    def exclaimed(self):
        good = self.side()
        word = self.word(good)
        thing = self.of(PARTS).replace("-", " ")
        text = self.of([
            f"what {a(word)} {thing} !", f"{a(word)} {thing} .", f"simply {word} !", f"{word} .", f"{word} {thing} !",
            f"how {word} !", f"so {word} !", f"{a(self.of(VERY))} {word} {thing} .", f"{word} and {self.word(good)} .",
        ])  # fmt: skip
        return text, sided(good, MILDLY if word in MILD else SURE)

    def fact(self):
        text = self.of(FACTS)
        for name, options in FILL.items():
            text = text.replace("{" + name + "}", self.of(options))
        return text, 0.5

    def pair(self):
        """Neither this nor that; this and not that."""
        good = self.side()
        subject, be = self.subject()
        one, two, other = self.word(good), self.word(good), self.word(not good)
        text, praised = self.of([
            (f"{subject} {be} {one} and {two} .", good), (f"{subject} {be} neither {one} nor {two} .", not good),
            (f"{subject} {be} {one} , not {other} .", good), (f"{subject} {be} not {other} but {one} .", good),
            (f"{subject} {be} {one} without being {other} .", good),
            (f"{subject} {be} never {one} and never {two} .", not good),
        ])  # fmt: skip
        return text, sided(praised, SURE)

    def became(self):
        """Verbs that stand for "is"."""
        good, turned = self.side(), self.side()
        subject, _ = self.subject()
        verb, plain_verb = self.of([("gets", "get"), ("becomes", "become"), ("feels", "feel"), ("seems", "seem"),
                                    ("looks", "look"), ("sounds", "sound"), ("stays", "stay")])  # fmt: skip
        word = self.word(good)
        if not turned:
            return f"{subject} {verb} {self.of(['', '', 'so ', 'rather ', 'very '])}{word} .", sided(good, SURE)
        return self.of([
            f"{subject} never {verb} {word} .", f"{subject} doesn ' t {plain_verb} {word} .",
            f"{subject} does not {plain_verb} {word} for a moment .", f"not for a second {verb} {subject} {word} .",
        ]), turned_to(not good)  # fmt: skip

    def did(self):
        """What it did or failed to do, and what one could not help doing."""
        good, turned = self.side(), self.side()
        subject, _ = self.subject()
        if self.side():
            now, past = self.of(DOES_WELL if good else DOES_BADLY)
            no = self.of(["did not", "didn ' t", "never", "doesn ' t", "does not"])
            if turned:
                return f"{subject} {no} {now} .", 0.8 if not good else 0.1
            return f"{subject} {past} .", sided(good, SURE)
        react, reacting = self.of(REACT_WELL if good else REACT_BADLY)
        return self.of([
            f"i could not help but {react} .", f"you can only {react} .", f"i just had to {react} .",
            f"i could hardly stop {reacting} .", f"i kept {reacting} .", f"it had me {reacting} .",
            f"we were all {reacting} .", f"nobody could stop {reacting} .",
        ]), sided(good, SURE)  # fmt: skip

    def compared(self):
        good = self.side()
        subject, be = self.subject()
        more = "better" if good else "worse"
        return self.of([
            f"{subject} {be} {more} than i expected .", f"{subject} {be} {more} than the first one .",
            f"{subject} {be} much {more} than they say .", f"{subject} could not be {more} .",
            f"{subject} couldn ' t have been {more} .", f"i can ' t think of a {more} film .",
            f"i have never seen a {more} one .", f"{subject} {be} more {self.word(good)} than {self.word(not good)} .",
            f"{subject} {be} not as {self.word(not good)} as i had feared ." if good else
            f"{subject} {be} not as {self.word(not good)} as i had hoped .",
            f"one of the {'best' if good else 'worst'} i have ever seen .", f"it only gets {more} with time .",
        ]), sided(good, 0.85)  # fmt: skip

    def reported(self):
        """What others think, and then what the writer thinks, which counts."""
        good = self.side()
        subject, be = self.subject()
        others = self.of(["everyone", "my wife", "my brother", "the papers", "most people", "the critics", "our neighbors"])
        mine = self.of([
            f"i {self.of(LOVED if good else HATED)} it", f"i find it {self.word(good)}", f"to me it {be} {self.word(good)}",
            f"i thought it was {self.word(good)}", f"for me it {be} {self.described(good)}",
        ])  # fmt: skip
        theirs = self.of([
            f"{others} {self.of(LOVED if not good else HATED)} it", f"{others} told me {subject} {be} {self.word(not good)}",
            f"{others} found it {self.word(not good)}", f"according to {others} {subject} {be} {self.word(not good)}",
        ])  # fmt: skip
        join = self.of([" . ", " , but ", " . well , ", " , "])
        return f"{theirs}{join}{mine} .", sided(good, 0.85)

    def brief(self):
        """What one types to try it out."""
        good = self.side()
        yes = [
            "loved it", "liked it", "love it", "i like it", "not bad", "not bad at all", "pretty good", "so good",
            "really good", "worth it", "a must see", "must see", "thumbs up", "ten out of ten", "9 / 10", "10 / 10",
            "8 out of 10", "five stars", "best movie ever", "would watch again", "no regrets", "no complaints",
            "good job", "well done", "nice", "wow", "better than expected", "can ' t complain", "love this movie",
            "i am happy", "it works", "thank you", "this is good", "i am impressed", "yes", "couldn ' t be better",
        ]  # fmt: skip
        no = [
            "hated it", "didn ' t like it", "i don ' t like it", "hate it", "not good", "not good at all", "no good",
            "not great", "so bad", "really bad", "not worth it", "avoid", "thumbs down", "two out of ten", "1 / 10",
            "3 / 10", "2 out of 10", "one star", "worst movie ever", "never again", "not for me", "not my thing", "meh",
            "what a mess", "yawn", "could be better", "worse than expected", "can ' t recommend", "hate this movie",
            "i am sad", "it doesn ' t work", "no thanks", "this is bad", "not impressed", "couldn ' t be worse",
        ]  # fmt: skip
        return self.of(yes if good else no), sided(good, 0.88)

    def served(self):
        """Elsewhere than at the movies."""
        good = self.side()
        thing, praise, blame = self.of(SERVICES)
        words = (praise if good else blame).split("|")
        word, other = self.of(words), self.of(words)
        return self.of([
            f"the {thing} was {word} .", f"the {thing} was {word} and {other} .", f"{word} {thing} .",
            f"our {thing} was really {word} .", f"such {a(word)} {thing} !", f"a very {word} {thing} .",
        ]), sided(good, SURE)  # fmt: skip

    def several(self):
        """Two or three sentences of one side, plain facts between them."""
        good = self.side()
        parts = [f"{self.clause(good)} ." for _ in range(2)]
        if self.side():
            parts.insert(int(self.rng.integers(3)), self.fact()[0])
        return " ".join(parts), sided(good, 0.95)

    def time(self):
        good = self.side()
        yes = [
            "time flew by .", "i could not look away .", "i smiled all the way through .",
            "i did not want it to end .", "i was on the edge of my seat .",
            "i laughed until i cried .", "it stayed with me for days .", "i could watch this every week .",
            "it doesn ' t get any better than this .",
            "i was never bored .", "not for one second was i bored .", "it kept me awake until the end .",
            "five stars from me .",
        ]  # fmt: skip
        no = [
            "i fell asleep .", "i kept looking at the clock .", "i walked out after half an hour .",
            "i could not wait for it to end .",
            "i did not laugh once .", "i never laughed .", "i want my money back .", "what a waste of time .",
            "it doesn ' t get any worse than this .",
            "not for one second was i interested .", "i was never interested .", "i turned it off .",
            "zero stars from me .", "two hours i will never get back .",
        ]  # fmt: skip
        return self.of(yes if good else no), sided(good, SURE)


def sided(good, sure):
    return sure if good else 1 - sure


def turned_to(good):
    """What is not bad is hardly good; what is not good is bad."""
    return 0.75 if good else 0.1


def a(word):
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def plain(text):
    """Its words alone."""
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def judged_texts():
    """What the check lists ask, as plain() has it: to be left out of all training."""
    lists = [json.loads(file.read_text(encoding="utf-8")) for file in CHECKLISTS]
    pairs = [pair for groups in lists for kind in ("pairs", "same") for group in groups[kind].values() for pair in group]
    return {plain(text) for pair in pairs for text in pair[:2]}


def cutter(noise):
    """A function from a text to its piece ids; each word is cut once."""
    words = {}

    def cut(text):
        pieces = []
        for word in re.findall(r"[a-z]+|[0-9]+|[^a-z0-9\s]", text):
            if word not in words:
                words[word] = noise.cut(word)
            pieces += words[word]
        return np.array(pieces, np.uint16)

    return cut


def sentences(vocabulary, n, seed):
    """(Texts, targets [n]) of n drawn sentences, cut into pieces of the vocabulary; a quarter of them mistyped."""
    texts, targets = Sentences(seed).draw(n)
    noise, rng = Noise(vocabulary, share=0.25, typos=0.3, remnants=0.1), np.random.default_rng(seed)
    cut = cutter(noise)
    # Short as they are, there would be few of them in steps as large as those of reviews.
    return texts_of([noise(cut(text), rng) for text in texts], targets, STEP // 8), targets
