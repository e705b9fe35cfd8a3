"""Millrace's variants of BERT for transformers: pre-LN, relative position bias, mean and attention pooling.

Names of parameters are BertForSequenceClassification's wherever BERT has them.
"""

import math

import torch
from torch import nn
from transformers import PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput


class MillraceConfig(PretrainedConfig):
    model_type = 'millrace-bert'

    def __init__(self, vocab_size=30522, hidden_size=128, num_hidden_layers=2, num_attention_heads=2,
                 intermediate_size=512, hidden_act='gelu', max_position_embeddings=128, type_vocab_size=0,
                 layer_norm_eps=1e-12, position_embedding_type='absolute', relative_attention_max_distance=32,
                 norm_position='post', pooling='pooler', **others):
        self.vocab_size, self.hidden_size, self.num_hidden_layers = vocab_size, hidden_size, num_hidden_layers
        self.num_attention_heads, self.intermediate_size = num_attention_heads, intermediate_size
        self.hidden_act, self.max_position_embeddings = hidden_act, max_position_embeddings
        self.type_vocab_size, self.layer_norm_eps = type_vocab_size, layer_norm_eps
        self.position_embedding_type = position_embedding_type
        self.relative_attention_max_distance = relative_attention_max_distance
        self.norm_position, self.pooling = norm_position, pooling
        super().__init__(**others)


def norm(config):
    return nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)


class Embeddings(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size)
        if config.position_embedding_type == 'absolute':
            self.position_embeddings = nn.Embedding(config.max_position_embeddings, config.hidden_size)
        if config.type_vocab_size > 0:
            self.token_type_embeddings = nn.Embedding(config.type_vocab_size, config.hidden_size)
        if config.norm_position == 'post':
            self.LayerNorm = norm(config)

    def forward(self, ids):
        x = self.word_embeddings(ids)
        if hasattr(self, 'position_embeddings'):
            x = x + self.position_embeddings.weight[:ids.shape[1]]
        if hasattr(self, 'token_type_embeddings'):
            x = x + self.token_type_embeddings.weight[0]
        return x


class SelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.heads, self.most = config.num_attention_heads, config.relative_attention_max_distance
        self.query, self.key, self.value = (nn.Linear(config.hidden_size, config.hidden_size) for _ in range(3))
        if config.position_embedding_type == 'relative_bias':
            self.relative_attention_bias = nn.Embedding(2 * self.most + 1, self.heads)

    def forward(self, x, there):
        batch, length, hidden = x.shape
        q, k, v = (part(x).view(batch, length, self.heads, -1).transpose(1, 2)
                   for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / math.sqrt(hidden // self.heads)
        if hasattr(self, 'relative_attention_bias'):
            places = torch.arange(length, device=x.device)
            distance = (places[None, :] - places[:, None]).clamp(-self.most, self.most) + self.most
            scores = scores + self.relative_attention_bias(distance).permute(2, 0, 1)
        scores = scores.masked_fill(~there[:, None, None, :], torch.finfo(scores.dtype).min)
        return (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, hidden)


class Output(nn.Module):
    def __init__(self, inputs, config):
        super().__init__()
        self.dense = nn.Linear(inputs, config.hidden_size)
        if config.norm_position == 'post':
            self.LayerNorm = norm(config)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        if config.norm_position == 'pre':
            self.LayerNorm = norm(config)
        self.self = SelfAttention(config)
        self.output = Output(config.hidden_size, config)


class Intermediate(nn.Module):
    def __init__(self, config):
        super().__init__()
        if config.norm_position == 'pre':
            self.LayerNorm = norm(config)
        self.dense = nn.Linear(config.hidden_size, config.intermediate_size)


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.pre = config.norm_position == 'pre'
        self.act = nn.functional.relu if config.hidden_act == 'relu' else nn.functional.gelu
        self.attention, self.intermediate = Attention(config), Intermediate(config)
        self.output = Output(config.intermediate_size, config)

    def forward(self, x, there):
        attention, wide = self.attention, self.intermediate
        read = attention.LayerNorm(x) if self.pre else x
        x = x + attention.output.dense(attention.self(read, there))
        x = x if self.pre else attention.output.LayerNorm(x)
        read = wide.LayerNorm(x) if self.pre else x
        x = x + self.output.dense(self.act(wide.dense(read)))
        return x if self.pre else self.output.LayerNorm(x)


class Pooler(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.kind = config.pooling
        if self.kind == 'pooler':
            self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        if self.kind == 'attention':
            self.attention = nn.Linear(config.hidden_size, 1)

    def forward(self, x, there):
        if self.kind == 'pooler':
            return torch.tanh(self.dense(x[:, 0]))
        scores = self.attention(x) if self.kind == 'attention' else torch.zeros_like(x[..., :1])
        shares = scores.masked_fill(~there[..., None], torch.finfo(x.dtype).min).softmax(1)
        return (x * shares).sum(1)


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.layer = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))


class Bert(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embeddings, self.encoder, self.pooler = Embeddings(config), Encoder(config), Pooler(config)
        if config.norm_position == 'pre':
            self.LayerNorm = norm(config)

    def forward(self, ids, there):
        x = self.embeddings(ids)
        x = self.embeddings.LayerNorm(x) if hasattr(self.embeddings, 'LayerNorm') else x
        for layer in self.encoder.layer:
            x = layer(x, there)
        return self.pooler(self.LayerNorm(x) if hasattr(self, 'LayerNorm') else x, there)


class MillraceForSequenceClassification(PreTrainedModel):
    config_class = MillraceConfig

    def __init__(self, config):
        super().__init__(config)
        self.bert = Bert(config)
        self.classifier = nn.Linear(config.hidden_size, config.num_labels)
        self.post_init()

    def _init_weights(self, module):
        """Parameters come from the file."""

    def forward(self, input_ids, attention_mask=None, token_type_ids=None, labels=None, **_):
        there = torch.ones_like(input_ids).bool() if attention_mask is None else attention_mask.bool()
        logits = self.classifier(self.bert(input_ids, there))
        loss = None if labels is None else nn.functional.cross_entropy(logits, labels)
        return SequenceClassifierOutput(loss=loss, logits=logits)
