"""A BERT encoder and its classifier (Devlin et al. 2019), forwards, in float64.

Beside BERT's own form it knows the four variants that config.json may name: norm_position "pre" (Xiong et al. 2020),
position_embedding_type "relative_bias", pooling "mean" or "attention".
"""

import json
import math
import os

import numpy as np

from . import tensors
from .wordpiece import Reader

_DEFAULTS = {
    'hidden_act': 'gelu', 'type_vocab_size': 2, 'layer_norm_eps': 1e-12,
    'position_embedding_type': 'absolute', 'relative_attention_max_distance': 32,
    'norm_position': 'post', 'pooling': 'pooler',
}


class Encoder:
    """Two classes: `logit` is that of the second less that of the first."""

    def __init__(self, folder):
        with open(os.path.join(folder, 'config.json'), encoding='utf-8-sig') as file:
            self.config = {**_DEFAULTS, **json.load(file)}
        self.reader = Reader(folder)
        self.values = tensors.read(os.path.join(folder, 'model.safetensors'))

    def logit(self, text):
        logits = self._linear('classifier', self.features(text))
        return float(logits[1] - logits[0])

    def features(self, text):
        """What the classifier reads, [hidden]."""
        hidden = self._hidden(self.reader.read(text))
        pooling = self.config['pooling']
        if pooling == 'mean':
            return hidden.mean(axis=0)
        if pooling == 'attention':
            return _softmax(self._linear('bert.pooler.attention', hidden)[:, 0]) @ hidden
        return np.tanh(self._linear('bert.pooler.dense', hidden[0]))

    def _hidden(self, ids):
        pre = self.config['norm_position'] == 'pre'
        total = self._embed(ids)
        normed = self._norm(self._norm_name(0), total)
        for k in range(1, 2 * self.config['num_hidden_layers'] + 1):
            at = 'bert.encoder.layer.%d.' % ((k - 1) // 2)
            part = self._attend(at + 'attention.', normed) if k % 2 else self._feed(at, normed)
            total = part + (total if pre else normed)
            normed = self._norm(self._norm_name(k), total)
        return normed

    def _norm_name(self, k):
        """Of the k-th LayerNorm on the way: before each part (and at the end), or after each sum."""
        layer = 'bert.encoder.layer.%d.'
        if self.config['norm_position'] == 'post':
            if k == 0:
                return 'bert.embeddings.LayerNorm'
            return (layer % ((k - 1) // 2)) + ('attention.output.LayerNorm' if k % 2 else 'output.LayerNorm')
        if k == 2 * self.config['num_hidden_layers']:
            return 'bert.LayerNorm'
        return (layer % (k // 2)) + ('intermediate.LayerNorm' if k % 2 else 'attention.LayerNorm')

    def _embed(self, ids):
        at = 'bert.embeddings.%s_embeddings.weight'
        total = self.values[at % 'word'][ids]
        if at % 'position' in self.values:
            total = total + self.values[at % 'position'][:len(ids)]
        if at % 'token_type' in self.values:
            total = total + self.values[at % 'token_type'][0]
        return total

    def _attend(self, at, x):
        heads = self.config['num_attention_heads']
        split = lambda name: self._linear(at + 'self.' + name, x).reshape(len(x), heads, -1).transpose(1, 0, 2)
        query, key, value = split('query'), split('key'), split('value')
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[2])
        bias = self.values.get(at + 'self.relative_attention_bias.weight')
        if bias is not None:
            most = self.config['relative_attention_max_distance']
            distance = np.arange(len(x))[None, :] - np.arange(len(x))[:, None]
            scores = scores + bias[np.clip(distance, -most, most) + most].transpose(2, 0, 1)
        context = (_softmax(scores) @ value).transpose(1, 0, 2).reshape(len(x), -1)
        return self._linear(at + 'output.dense', context)

    def _feed(self, at, x):
        inner = self._linear(at + 'intermediate.dense', x)
        inner = np.maximum(inner, 0) if self.config['hidden_act'] == 'relu' else _gelu(inner)
        return self._linear(at + 'output.dense', inner)

    def _linear(self, name, x):
        return x @ self.values[name + '.weight'].T + self.values[name + '.bias']

    def _norm(self, name, x):
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred ** 2).mean(axis=-1, keepdims=True) + self.config['layer_norm_eps'])
        return centred / spread * self.values[name + '.weight'] + self.values[name + '.bias']


def _softmax(x):
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


_erf = np.vectorize(math.erf, otypes=[np.float64])


def _gelu(x):
    return 0.5 * x * (1 + _erf(x / math.sqrt(2)))
