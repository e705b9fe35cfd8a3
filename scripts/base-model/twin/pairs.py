"""Minimal pairs in the manner of CheckList (Ribeiro et al. 2020): of each pair the first text is the more positive one.

Passed: the first scores higher than the second, and, for pairs marked with both signs, they stand on either side of 0.
"""

# (capability, more positive, less positive, on either side of 0)
PAIRS = [
    ("plain", "I loved it.", "I hated it.", True),
    ("plain", "A great film.", "A terrible film.", True),
    ("plain", "The acting is superb.", "The acting is awful.", True),
    ("plain", "One of the best films I have ever seen.", "One of the worst films I have ever seen.", True),
    ("plain", "Highly recommended.", "Avoid this movie.", True),
    ("plain", "A beautiful and moving story.", "A dull and pointless story.", True),
    ("plain", "I laughed from beginning to end.", "I was bored from beginning to end.", True),
    ("negation", "This film is good.", "This film is not good.", True),
    ("negation", "The film is not bad at all.", "The film is bad.", True),
    ("negation", "I liked the ending.", "I did not like the ending.", True),
    ("negation", "I would recommend it to anyone.", "I would not recommend it to anyone.", True),
    ("negation", "It is worth watching.", "It is not worth watching.", True),
    ("negation", "The jokes are funny.", "The jokes are not funny.", True),
    ("negation", "It never gets boring.", "It gets boring.", True),
    ("negation", "You won't regret watching it.", "You will regret watching it.", True),
    ("negation", "The plot makes sense.", "The plot doesn't make sense.", True),
    ("intensity", "An absolutely wonderful film.", "An okay film.", False),
    ("intensity", "The film is very good.", "The film is fairly good.", False),
    ("intensity", "It is a bit slow.", "It is unbearably slow.", False),
    ("intensity", "A slightly disappointing sequel.", "A deeply disappointing sequel.", False),
    ("intensity", "A masterpiece!", "A decent film.", False),
    ("contrast", "The start is slow, but the rest is brilliant.", "The start is brilliant, but the rest is slow.", False),
    ("contrast", "It looks cheap, but I loved it.", "I loved the first film, but this one looks cheap.", False),
    ("contrast", "Despite a weak script, the film is a joy.", "Despite a good script, the film is a bore.", True),
    ("contrast", "I expected to hate it, but it was great.", "I expected it to be great, but I hated it.", True),
    ("contrast", "Critics hated it. I think it is excellent.", "Critics think it is excellent. I hated it.", True),
    ("typed", "great movi", "terribl movi", True),
    ("typed", "i realy enjoyed this on", "i realy disliked this on", True),
    ("typed", "WONDERFUL ACTING", "HORRIBLE ACTING", True),
    ("typed", "Such a brilliant", "Such a stupid", True),
    ("elsewhere", "The soup was delicious.", "The soup was disgusting.", True),
    ("elsewhere", "This phone works perfectly.", "This phone is a waste of money.", True),
    ("elsewhere", "The staff were friendly and helpful.", "The staff were rude and useless.", True),
]


def passed(logit):
    """{capability: (passed, all)} by a function from text to logit."""
    out = {}
    for capability, better, worse, sides in PAIRS:
        high, low = logit(better), logit(worse)
        ok = high > low and (not sides or high > 0 > low)
        right, all_ = out.get(capability, (0, 0))
        out[capability] = (right + ok, all_ + 1)
    return out
