"""What an encoder reads of a text: the numbers of its pieces by vocab.txt."""

import json
import os

from .characters import ALONE, GONE, SPACE, characters

# Words of more characters than this are unknown, as in BERT.
_MAX_WORD = 100
# Pieces that a model reads where config.json does not say.
_MAX_PIECES = 512


class Reader:
    """[CLS] pieces [SEP]; of long texts a quarter of the beginning and three of the end (Sun et al. 2019)."""

    def __init__(self, folder):
        self.tokenizer = WordPiece(os.path.join(folder, 'vocab.txt'))
        with open(os.path.join(folder, 'config.json'), encoding='utf-8-sig') as file:
            self.longest = json.load(file).get('max_position_embeddings', _MAX_PIECES)

    def read(self, text):
        ids, room = self.tokenizer.ids(text), self.longest - 2
        if len(ids) > room:
            head = room // 4
            ids = ids[:head] + ids[len(ids) - (room - head):]
        return [self.tokenizer.cls, *ids, self.tokenizer.sep]


class WordPiece:
    """Words into the longest pieces of the vocabulary, again and again (Wu et al. 2016)."""

    def __init__(self, path):
        with open(path, encoding='utf-8-sig', newline='') as file:
            pieces = file.read().replace('\r\n', '\n').rstrip('\n').split('\n')
        number = {piece: i for i, piece in enumerate(pieces)}
        self.unknown, self.cls, self.sep = number['[UNK]'], number['[CLS]'], number['[SEP]']
        later = {piece[2:]: i for piece, i in number.items() if len(piece) > 2 and piece.startswith('##')}
        first = {piece: i for piece, i in number.items() if not (len(piece) > 2 and piece.startswith('##'))}
        self.first, self.later = first, later
        self.longest = max(map(len, number))
        self.known = {}

    def ids(self, text):
        return [piece for word in _words(text) for piece in self._cut(word)]

    def _cut(self, word):
        if word not in self.known:
            self.known[word] = self._pieces(word)
        return self.known[word]

    def _pieces(self, word):
        if len(word) > _MAX_WORD:
            return [self.unknown]
        found, start = [], 0
        while start < len(word):
            table = self.later if start else self.first
            for end in range(min(len(word), start + self.longest), start, -1):
                if word[start:end] in table:
                    found.append(table[word[start:end]])
                    start = end
                    break
            else:
                return [self.unknown]
        return found


def _words(text):
    word = ''
    for kind, becomes in characters(text):
        if kind == GONE:
            continue
        if kind in (SPACE, ALONE):
            if word:
                yield word
            word = ''
        if kind == ALONE:
            if becomes:
                yield becomes
        elif kind != SPACE:
            word += becomes
    if word:
        yield word
