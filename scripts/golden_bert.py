#!/usr/bin/env python3
"""Writes src/ml/bert/golden/*.json: two tiny encoders with random weights, their logits and every gradient, by PyTorch.

    python3 scripts/golden_bert.py

post.json: textbook BERT (post-LN, GELU, positions, segments, pooler), built of torch.nn.TransformerEncoderLayer, with
the masked-LM head's loss added. pre.json: pre-LN, ReLU, relative position bias, attention pooling, by the formulas.
Weights have four decimals, so that the files stay small and mean the same to all; PyTorch computes in float64.
"""

import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

FOLDER = Path(__file__).resolve().parent.parent / "src" / "ml" / "bert" / "golden"
COMMON = {
    "vocab_size": 13,
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 12,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "initializer_range": 0.02,
    "num_labels": 2,
    "max_position_embeddings": 8,
}
POST = COMMON | {
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "type_vocab_size": 2,
    "position_embedding_type": "absolute",
    "norm_position": "post",
    "pooling": "pooler",
}
PRE = COMMON | {
    "hidden_act": "relu",
    "layer_norm_eps": 1e-5,
    "type_vocab_size": 0,
    "position_embedding_type": "relative_bias",
    "relative_attention_max_distance": 3,
    "norm_position": "pre",
    "pooling": "attention",
}
IDS = [[2, 7, 11, 5, 9, 3], [2, 12, 6, 3, 0, 0], [2, 3, 0, 0, 0, 0]]
LENGTHS = [6, 4, 2]
LABELS = [1, 0, 1]
# Rows of the flattened batch and what stood there before it was masked.
MASKED = {"places": [2, 4, 8], "tokens": [6, 9, 1]}


def shapes(c):
    H, I, V = c["hidden_size"], c["intermediate_size"], c["vocab_size"]
    pre = c["norm_position"] == "pre"
    out = {"bert.embeddings.word_embeddings.weight": (V, H)}

    def linear(name, rows, columns):
        out.update({f"{name}.weight": (rows, columns), f"{name}.bias": (rows,)})

    def norm(name):
        out.update({f"{name}.weight": (H,), f"{name}.bias": (H,)})

    if not pre:
        out["bert.embeddings.position_embeddings.weight"] = (c["max_position_embeddings"], H)
        out["bert.embeddings.token_type_embeddings.weight"] = (c["type_vocab_size"], H)
        norm("bert.embeddings.LayerNorm")
    for i in range(c["num_hidden_layers"]):
        at = f"bert.encoder.layer.{i}"
        norm(f"{at}.attention.LayerNorm" if pre else f"{at}.attention.output.LayerNorm")
        norm(f"{at}.intermediate.LayerNorm" if pre else f"{at}.output.LayerNorm")
        for part in ("query", "key", "value"):
            linear(f"{at}.attention.self.{part}", H, H)
        if pre:
            reach = 2 * c["relative_attention_max_distance"] + 1
            out[f"{at}.attention.self.relative_attention_bias.weight"] = (reach, c["num_attention_heads"])
        linear(f"{at}.attention.output.dense", H, H)
        linear(f"{at}.intermediate.dense", I, H)
        linear(f"{at}.output.dense", H, I)
    if pre:
        norm("bert.LayerNorm")
        linear("bert.pooler.attention", 1, H)
    else:
        linear("bert.pooler.dense", H, H)
    linear("classifier", c["num_labels"], H)
    linear("cls.predictions.transform.dense", H, H)
    norm("cls.predictions.transform.LayerNorm")
    out["cls.predictions.bias"] = (V,)
    return out


def weights(c, seed):
    generator = torch.Generator().manual_seed(seed)
    out = {}
    for name, shape in shapes(c).items():
        value = torch.randn(shape, generator=generator) * (0.5 if len(shape) == 2 else 0.3)
        if name.endswith("LayerNorm.weight"):
            value += 1
        value = (value.double() * 1e4).round() / 1e4
        out[name] = value.requires_grad_()
    return out


class Model:
    def __init__(self, c, p):
        self.c, self.p = c, p

    def linear(self, x, name):
        return F.linear(x, self.p[f"{name}.weight"], self.p[f"{name}.bias"])

    def norm(self, x, name):
        shape = (self.c["hidden_size"],)
        return F.layer_norm(x, shape, self.p[f"{name}.weight"], self.p[f"{name}.bias"], self.c["layer_norm_eps"])

    def activate(self, x):
        return F.gelu(x) if self.c["hidden_act"] == "gelu" else F.relu(x)


class Post(Model):
    """torch.nn.TransformerEncoderLayer is the post-LN layer of BERT: the parameters are put into it."""

    def layer(self, i):
        c, at = self.c, f"bert.encoder.layer.{i}"
        module = torch.nn.TransformerEncoderLayer(
            c["hidden_size"], c["num_attention_heads"], c["intermediate_size"], 0.0, F.gelu, c["layer_norm_eps"], True
        ).double()
        for name, part in module.named_parameters():
            part.requires_grad_(False)
        own = f"{at}.attention.self"

        def stacked(kind):
            return torch.cat([self.p[f"{own}.{part}.{kind}"] for part in ("query", "key", "value")])

        named = {
            "self_attn.in_proj_weight": stacked("weight"),
            "self_attn.in_proj_bias": stacked("bias"),
        }
        pairs = {
            "self_attn.out_proj": f"{at}.attention.output.dense",
            "linear1": f"{at}.intermediate.dense",
            "linear2": f"{at}.output.dense",
            "norm1": f"{at}.attention.output.LayerNorm",
            "norm2": f"{at}.output.LayerNorm",
        }
        for theirs, ours in pairs.items():
            named |= {f"{theirs}.{kind}": self.p[f"{ours}.{kind}"] for kind in ("weight", "bias")}
        return lambda x, padding: torch.nn.utils.stateless.functional_call(
            module, named, (x,), {"src_key_padding_mask": padding}
        )

    def hidden(self, ids, lengths):
        at = "bert.embeddings"
        x = F.embedding(ids, self.p[f"{at}.word_embeddings.weight"])
        x = x + self.p[f"{at}.position_embeddings.weight"][: ids.shape[1]]
        x = self.norm(x + self.p[f"{at}.token_type_embeddings.weight"][0], f"{at}.LayerNorm")
        padding = torch.arange(ids.shape[1]) >= lengths[:, None]
        for i in range(self.c["num_hidden_layers"]):
            x = self.layer(i)(x, padding)
        return x

    def logits(self, hidden, lengths):
        return self.linear(torch.tanh(self.linear(hidden[:, 0], "bert.pooler.dense")), "classifier")


class Pre(Model):
    def hidden(self, ids, lengths):
        c = self.c
        B, T = ids.shape
        A = c["num_attention_heads"]
        D = c["hidden_size"] // A
        reach = c["relative_attention_max_distance"]
        distance = (torch.arange(T)[None, :] - torch.arange(T)[:, None]).clamp(-reach, reach) + reach
        padding = torch.arange(T) >= lengths[:, None]
        x = F.embedding(ids, self.p["bert.embeddings.word_embeddings.weight"])
        for i in range(c["num_hidden_layers"]):
            at = f"bert.encoder.layer.{i}"
            own = f"{at}.attention.self"
            y = self.norm(x, f"{at}.attention.LayerNorm")
            q, k, v = (self.linear(y, f"{own}.{n}").view(B, T, A, D).transpose(1, 2) for n in ("query", "key", "value"))
            scores = q @ k.transpose(2, 3) / math.sqrt(D)
            scores = scores + self.p[f"{own}.relative_attention_bias.weight"][distance].permute(2, 0, 1)
            scores = scores.masked_fill(padding[:, None, None, :], -math.inf)
            mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(B, T, A * D)
            x = x + self.linear(mixed, f"{at}.attention.output.dense")
            y = self.activate(self.linear(self.norm(x, f"{at}.intermediate.LayerNorm"), f"{at}.intermediate.dense"))
            x = x + self.linear(y, f"{at}.output.dense")
        return self.norm(x, "bert.LayerNorm")

    def logits(self, hidden, lengths):
        w, b = self.p["bert.pooler.attention.weight"], self.p["bert.pooler.attention.bias"]
        scores = hidden @ w[0] + b
        padding = torch.arange(hidden.shape[1]) >= lengths[:, None]
        share = scores.masked_fill(padding, -math.inf).softmax(1)
        return self.linear((share[:, :, None] * hidden).sum(1), "classifier")


def masked_logits(model, hidden):
    x = hidden.reshape(-1, hidden.shape[-1])[MASKED["places"]]
    x = model.activate(model.linear(x, "cls.predictions.transform.dense"))
    x = model.norm(x, "cls.predictions.transform.LayerNorm")
    return F.linear(x, model.p["bert.embeddings.word_embeddings.weight"], model.p["cls.predictions.bias"])


def gradients(loss, p):
    got = torch.autograd.grad(loss, list(p.values()), retain_graph=True, allow_unused=True)
    pairs = zip(p.items(), got)
    return {name: (torch.zeros_like(value) if g is None else g).reshape(-1).tolist() for (name, value), g in pairs}


def golden(kind, config, seed):
    p = weights(config, seed)
    model = kind(config, p)
    lengths = torch.tensor(LENGTHS)
    hidden = model.hidden(torch.tensor(IDS), lengths)
    logits = model.logits(hidden, lengths)
    masked = masked_logits(model, hidden)
    loss = F.cross_entropy(logits, torch.tensor(LABELS), label_smoothing=0.1)
    masked_loss = F.cross_entropy(masked, torch.tensor(MASKED["tokens"]))
    return {
        "made_by": f"scripts/golden_bert.py, PyTorch {torch.__version__}, float64",
        "config": config,
        "weights": {name: [round(x, 4) for x in value.reshape(-1).tolist()] for name, value in p.items()},
        "shapes": {name: list(value.shape) for name, value in p.items()},
        "ids": IDS,
        "lengths": LENGTHS,
        "labels": LABELS,
        "label_smoothing": 0.1,
        "logits": logits.tolist(),
        "loss": loss.item(),
        "gradients": rounded(gradients(loss, p)),
        "masked": MASKED | {"logits": masked.tolist(), "loss": masked_loss.item(), "gradients": rounded(gradients(masked_loss, p))},
    }


def rounded(values):
    return {name: [float(f"{x:.9g}") for x in value] for name, value in values.items()}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, kind, config, seed in (("post", Post, POST, 1), ("pre", Pre, PRE, 2)):
        (FOLDER / f"{name}.json").write_text(json.dumps(golden(kind, config, seed)) + "\n")


if __name__ == "__main__":
    main()
