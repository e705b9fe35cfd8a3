"""Serves a text model by ONNX Runtime: an encoder, an n-gram model, or both together.

What it reads and answers is told in millrace/texts.py. Beside model.onnx it reads what texts become numbers by: the
encoder's vocab.txt and config.json.
"""

import os

import numpy as np

from millrace import ngram
from millrace.runtime import Session
from millrace.texts import deserialize, predict, serialize
from millrace.wordpiece import Reader

__all__ = ['load', 'deserialize', 'predict', 'serialize']

HERE = os.path.dirname(os.path.abspath(__file__))
# What stands in `ngrams` where there is no feature.
_NONE = -1


class Model:
    def __init__(self, session):
        self.session = session
        self.reader = Reader(self._encoder()) if 'input_ids' in session.inputs else None

    def _encoder(self):
        inside = os.path.join(self.session.folder, 'encoder')
        return inside if os.path.isdir(inside) else self.session.folder

    def logit(self, text):
        logits = self.session.run(**self.feeds(text))['logits'][0]
        return float(logits[1]) - float(logits[0])

    def feeds(self, text):
        """One text at a time: nothing is filled up, and nothing changes what it is answered."""
        feeds = {}
        if self.reader is not None:
            ids = np.array([self.reader.read(text)], dtype=np.int64)
            feeds = {'input_ids': ids, 'attention_mask': np.ones_like(ids)}
        if 'ngrams' in self.session.inputs:
            found = ngram.prints(text, int(self.session.metadata.get('ngram_order', ngram.PAIRS)))
            feeds['ngrams'] = np.array([found or [_NONE]], dtype=np.int64)
        return feeds


def load(model_dir, logger=None):
    """The model.onnx in model_dir or, where there is none, beside this script."""
    return Model(Session(model_dir, HERE))
