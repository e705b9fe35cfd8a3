"""Serves a text model by NumPy: an encoder, an n-gram model, or both together.

What it reads and answers is told in millrace/texts.py.
"""

import json
import os

from millrace import encoder, ngram
from millrace.texts import deserialize, predict, serialize

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))


class Combined:
    """logit = encoder · (the encoder's) + ngram · (the n-gram model's) + offset"""

    def __init__(self, folder):
        with open(os.path.join(folder, 'combined.json'), encoding='utf-8-sig') as file:
            self.numbers = json.load(file)
        self.encoder = encoder.Encoder(os.path.join(folder, 'encoder'))
        self.ngram = ngram.read(os.path.join(folder, 'ngram', 'ngram.bin'))

    def logit(self, text):
        numbers = self.numbers
        first, second = self.encoder.logit(text), self.ngram.logit(text)
        return numbers['encoder'] * first + numbers['ngram'] * second + numbers['offset']


def load(model_dir, logger=None):
    """The model whose files lie in model_dir or, where there are none, beside this script."""
    for folder in (model_dir, HERE):
        for name, kind in (('combined.json', Combined), ('config.json', encoder.Encoder)):
            if os.path.exists(os.path.join(folder, name)):
                return kind(folder)
        if os.path.exists(os.path.join(folder, 'ngram.bin')):
            return ngram.read(os.path.join(folder, 'ngram.bin'))
    raise FileNotFoundError('There is no text model in %s.' % model_dir)
