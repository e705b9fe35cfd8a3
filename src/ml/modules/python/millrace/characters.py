"""What BERT's basic tokenisation makes of single characters (Devlin et al. 2019, uncased).

Some vanish, some part words, some stand alone, the rest become lower-case letters without accents.
"""

import unicodedata
from functools import lru_cache

GONE, SPACE, ALONE, WORD = 'gone', 'space', 'alone', 'word'

_WHITE = set('\t\n\x0b\x0c\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff') | {chr(c) for c in range(0x2000, 0x200b)}
_IDEOGRAPHS = ((0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff))
_SIGMA = '\u03a3'
# How far a final sigma looks: no word has more marks in a row.
_CONTEXT = 32


def characters(text):
    """(kind, what it becomes) of each character, in order; rarely several of one."""
    for index, raw in enumerate(text):
        if raw == _SIGMA and _is_final_sigma(text, index):
            yield WORD, '\u03c2'
        else:
            yield from _classify(raw)


@lru_cache(maxsize=65536)
def _classify(raw):
    if raw in '\t\n\r':
        return ((SPACE, ' '),)
    if raw in '\0\ufffd' or unicodedata.category(raw) in ('Cc', 'Cf', 'Co', 'Cs'):
        return ((GONE, ''),)
    if raw in _WHITE:
        return ((SPACE, ' '),)
    plain = ''.join(c for c in unicodedata.normalize('NFD', raw.lower()) if unicodedata.category(c) != 'Mn')
    if any(first <= ord(raw) <= last for first, last in _IDEOGRAPHS):
        return ((ALONE, plain),)
    if plain == '':
        return ((WORD, ''),)
    return tuple(_of_plain(c) for c in plain)


def _of_plain(char):
    if char in _WHITE:
        return SPACE, ' '
    return (ALONE if _is_punctuation(char) else WORD), char


def _is_punctuation(char):
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(char).startswith('P')


def _is_final_sigma(text, index):
    """Greek's sigma at the end of a word has a form of its own (Unicode, table 3-17), which str.lower knows."""
    before = _clean(text[max(0, index - _CONTEXT):index])
    after = _clean(text[index + 1:index + 1 + _CONTEXT])
    return (before + _SIGMA + after).lower()[len(before.lower())] == '\u03c2'


def _clean(text):
    return ''.join(c for c in text if _classify(c)[0][0] != GONE)
