"""Serves a text model: scores from 0 (negative) to 1 (positive).

Reads text/plain, application/octet-stream (one text in UTF-8) and application/json: a text, a list of texts,
{"text": …} or {"texts": […]}. Answers application/json, {"score": …} or {"scores": […]}, or text/plain, a score a line.
"""

import json
import math
import os

from millrace import encoder, ngram
from millrace.content import UnsupportedType, accepts, from_json, media_type, to_json

HERE = os.path.dirname(os.path.abspath(__file__))


class Combined:
    """logit = encoder · (the encoder's) + ngram · (the n-gram model's) + offset"""

    def __init__(self, folder):
        with open(os.path.join(folder, 'combined.json'), encoding='utf-8') as file:
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


def deserialize(data, content_type='application/octet-stream', logger=None):
    """{'texts': [...], 'single': whether one text was asked about alone}"""
    kind = media_type(content_type)
    if kind in ('text/plain', 'application/octet-stream'):
        return {'texts': [bytes(data).decode('utf-8')], 'single': True}
    if kind != 'application/json':
        raise UnsupportedType('%s is not read; text/plain and application/json are.' % kind)
    value = from_json(data)
    if isinstance(value, dict):
        value = value.get('texts', value.get('text'))
    single = isinstance(value, str)
    texts = [value] if single else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError('The input must be a text, a list of texts, {"text": …} or {"texts": […]}.')
    return {'texts': texts, 'single': single}


def predict(data, model, logger=None):
    scores = [1 / (1 + math.exp(-model.logit(text))) for text in data['texts']]
    return {'scores': scores, 'single': data['single']}


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/plain'))
    if kind == 'application/json':
        body = {'score': data['scores'][0]} if data['single'] else {'scores': data['scores']}
        return to_json(body), kind
    if kind == 'text/plain':
        return ''.join('%r\n' % score for score in data['scores']).encode('utf-8'), kind
    return None
