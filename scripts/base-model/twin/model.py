"""The base encoder in PyTorch, number for number as the product's TypeScript engine computes it.

Pre-LN transformer encoder, relative position bias (clipped at ± 32) and no absolute positions, attention pooling,
masked-LM head tied to the token embeddings. Parameters bear Hugging Face's names and live in one flat float32 buffer,
so that the optimiser, the average and a checkpoint are one array each.
"""

import math

import torch
from torch.nn import functional as F

from kernels import REACH, attention

FAMILY = {
    "small": {"layers": 2, "hidden": 128, "heads": 2},
    "medium": {"layers": 3, "hidden": 192, "heads": 3},
    "base": {"layers": 3, "hidden": 256, "heads": 4, "intermediate": 768},
}


def configuration(name, vocab_size, activation="relu"):
    """config.json of a member of the family, in Hugging Face's terms where it has them."""
    size = FAMILY[name]
    return {
        "model_type": "bert",
        "architectures": ["BertForSequenceClassification"],
        "vocab_size": vocab_size,
        "hidden_size": size["hidden"],
        "num_hidden_layers": size["layers"],
        "num_attention_heads": size["heads"],
        "intermediate_size": size.get("intermediate", 4 * size["hidden"]),
        "hidden_act": activation,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "max_position_embeddings": 512,
        "type_vocab_size": 0,
        "initializer_range": 0.02,
        "layer_norm_eps": 1e-5,
        "norm_position": "pre",
        "position_embedding_type": "relative_bias",
        "relative_attention_max_distance": REACH,
        "pooling": "attention",
        "num_labels": 2,
        "id2label": {"0": "negative", "1": "positive"},
        "pad_token_id": 0,
    }


def shapes(c):
    """Names and shapes of all parameters, in the order they are laid out."""
    H, I, V, A = c["hidden_size"], c["intermediate_size"], c["vocab_size"], c["num_attention_heads"]
    out = {"bert.embeddings.word_embeddings.weight": (V, H)}

    def linear(name, rows, columns):
        out[f"{name}.weight"] = (rows, columns)
        out[f"{name}.bias"] = (rows,)

    def norm(name):
        out[f"{name}.weight"] = (H,)
        out[f"{name}.bias"] = (H,)

    for i in range(c["num_hidden_layers"]):
        at = f"bert.encoder.layer.{i}"
        norm(f"{at}.attention.LayerNorm")
        for part in ("query", "key", "value"):
            linear(f"{at}.attention.self.{part}", H, H)
        out[f"{at}.attention.self.relative_attention_bias.weight"] = (2 * REACH + 1, A)
        linear(f"{at}.attention.output.dense", H, H)
        norm(f"{at}.intermediate.LayerNorm")
        linear(f"{at}.intermediate.dense", I, H)
        linear(f"{at}.output.dense", H, I)
    norm("bert.LayerNorm")
    linear("bert.pooler.attention", 1, H)
    linear("classifier", c["num_labels"], H)
    linear("cls.predictions.transform.dense", H, H)
    norm("cls.predictions.transform.LayerNorm")
    out["cls.predictions.bias"] = (V,)
    return out


def is_matrix(name):
    """Decay falls on matrices only: not on biases, LayerNorms and the relative bias."""
    return name.endswith("weight") and "LayerNorm" not in name and "relative" not in name


class Encoder:
    def __init__(self, config, seed=1):
        self.config = config
        layout = shapes(config)
        count = sum(math.prod(s) for s in layout.values())
        self.flat, self.grad, self.decay = torch.zeros(count), torch.zeros(count), torch.zeros(count)
        self.p, self.spans, at = {}, {}, 0
        generator = torch.Generator().manual_seed(seed)
        for name, shape in layout.items():
            n = math.prod(shape)
            self.spans[name] = (at, n, shape)
            self.initialise(name, self.flat[at : at + n].view(shape), generator)
            self.decay[at : at + n] = float(is_matrix(name))
            p = self.flat[at : at + n].view(shape).detach().requires_grad_()
            p.grad = self.grad[at : at + n].view(shape)
            self.p[name] = p
            at += n

    def initialise(self, name, view, generator):
        """Embeddings 0.05; matrices 1/√fan-in, smaller by √(2L) where they write to the residual; head and pooler small."""
        if name.endswith("LayerNorm.weight"):
            view.fill_(1.0)
        elif is_matrix(name):
            scale = view.shape[1] ** -0.5
            if "embeddings" in name:
                scale = 0.05
            elif "output.dense" in name:
                scale *= (2 * self.config["num_hidden_layers"]) ** -0.5
            elif name.startswith(("classifier", "bert.pooler")):
                scale = 0.02
            view.normal_(0.0, scale, generator=generator)

    def norm(self, x, name):
        weight, bias = self.p[f"{name}.weight"], self.p[f"{name}.bias"]
        return F.layer_norm(x, (x.shape[-1],), weight, bias, self.config["layer_norm_eps"])

    def linear(self, x, *names):
        """x [n, in] by one matrix, or by several side by side."""
        weight, bias = ([self.p[f"{n}.{kind}"] for n in names] for kind in ("weight", "bias"))
        one = len(names) == 1
        w, b = (weight[0], bias[0]) if one else (torch.cat(weight), torch.cat(bias))
        return F.linear(x, w.to(x.dtype), b.to(x.dtype))

    def activate(self, x):
        return F.gelu(x) if self.config["hidden_act"] == "gelu" else F.relu(x)

    def hidden(self, ids, exact=False):
        """Hidden states [B·T, H] of ids [B, T] (no padding); exact: float32 throughout, else matrices in bfloat16."""
        B, T = ids.shape
        H, A = self.config["hidden_size"], self.config["num_attention_heads"]
        low = torch.float32 if exact else torch.bfloat16
        x = F.embedding(ids.reshape(-1), self.p["bert.embeddings.word_embeddings.weight"])
        for i in range(self.config["num_hidden_layers"]):
            at = f"bert.encoder.layer.{i}"
            me = f"{at}.attention.self"
            y = self.norm(x, f"{at}.attention.LayerNorm").to(low)
            qkv = self.linear(y, f"{me}.query", f"{me}.key", f"{me}.value").view(B, T, 3, A, H // A)
            mixed = attention(qkv, self.p[f"{me}.relative_attention_bias.weight"]).reshape(B * T, H)
            x = x + self.linear(mixed, f"{at}.attention.output.dense")
            y = self.norm(x, f"{at}.intermediate.LayerNorm").to(low)
            y = self.activate(self.linear(y, f"{at}.intermediate.dense"))
            x = x + self.linear(y, f"{at}.output.dense")
        return self.norm(x, "bert.LayerNorm")

    def logits(self, ids, exact=False):
        """[B, 2]: negative, positive."""
        h = self.hidden(ids, exact).view(*ids.shape, -1)
        w, b = self.p["bert.pooler.attention.weight"], self.p["bert.pooler.attention.bias"]
        a = (h @ w[0] + b).softmax(1)
        return self.linear(torch.bmm(a.unsqueeze(1), h).squeeze(1), "classifier")

    def masked_logits(self, ids, where):
        """Logits [n, V] before the bias, in bfloat16, of the tokens at `where` (into the flattened ids)."""
        h = self.hidden(ids)[where].to(torch.bfloat16)
        h = self.activate(self.linear(h, "cls.predictions.transform.dense")).float()
        h = self.norm(h, "cls.predictions.transform.LayerNorm").to(torch.bfloat16)
        return h @ self.p["bert.embeddings.word_embeddings.weight"].to(torch.bfloat16).t()

    def named(self, flat=None):
        """Parameters by name as views of a flat buffer (the model's own by default)."""
        flat = self.flat if flat is None else flat
        return {name: flat[at : at + n].view(shape) for name, (at, n, shape) in self.spans.items()}
