"""Questions to a text model and its answers: texts, and scores from 0 (negative) to 1 (positive).

Reads text/plain, application/octet-stream (one text in UTF-8) and application/json: a text, a list of texts,
{"text": …} or {"texts": […]}. Answers application/json, {"score": …} or {"scores": […]}, text/plain, a score a line, or
text/csv.
"""

import math

from .content import UnsupportedType, accepts, from_json, media_type, text_of, to_json


def deserialize(data, content_type='application/octet-stream', logger=None):
    """{'texts': [...], 'single': whether one text was asked about alone}"""
    kind = media_type(content_type)
    if kind in ('text/plain', 'application/octet-stream'):
        return {'texts': [text_of(data)], 'single': True}
    if kind != 'application/json':
        raise UnsupportedType('%s is not read; text/plain and application/json are.' % kind)
    value = from_json(data)
    if isinstance(value, dict):
        value = value.get('text') if value.get('texts') is None else value['texts']
    single = isinstance(value, str)
    texts = [value] if single else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError('The input must be a text, a list of texts, {"text": …} or {"texts": […]}.')
    return {'texts': texts, 'single': single}


def predict(data, model, logger=None):
    """`model.logit` is that of positive less that of negative."""
    scores = [0.5 * (1 + math.tanh(model.logit(text) / 2)) for text in data['texts']]
    return {'scores': scores, 'single': data['single']}


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/plain', 'text/csv'))
    if kind is None:
        return None
    if kind == 'application/json':
        return to_json({'score': data['scores'][0]} if data['single'] else {'scores': data['scores']}), kind
    lines = ''.join('%r\n' % float(score) for score in data['scores'])
    return (lines if kind == 'text/plain' else 'score\n' + lines).encode('utf-8'), kind
