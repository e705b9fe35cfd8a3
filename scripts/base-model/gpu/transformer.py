"""The shipped encoder's architecture in PyTorch, any size, on any device: teacher and student.

Number for number what ../twin/model.py and the product compute (pre-LN, relative position bias, attention pooling),
with padding; parameters bear the same names in the same order, so that ../twin/export.py writes them.
"""

import torch
from torch.nn import functional as F

from data import MASK, SPECIAL
from kernels import REACH
from model import Encoder, configuration, is_matrix, shapes


def sized(vocab, layers, hidden, heads, intermediate):
    size = {"num_hidden_layers": layers, "hidden_size": hidden, "num_attention_heads": heads}
    return {**configuration("base", vocab), **size, "intermediate_size": intermediate}


class Transformer:
    def __init__(self, config, device, seed=1):
        self.config, self.device = config, device
        begun = Encoder(config, seed).named()
        self.p = {name: value.clone().to(device).requires_grad_() for name, value in begun.items()}

    def parameters(self):
        return list(self.p.values())

    def groups(self):
        """Parameters that decay, and those that do not."""
        return [[p for name, p in self.p.items() if is_matrix(name) == decays] for decays in (True, False)]

    def linear(self, x, name):
        return F.linear(x, self.p[f"{name}.weight"], self.p[f"{name}.bias"])

    def norm(self, x, name):
        p, eps = self.p, self.config["layer_norm_eps"]
        return F.layer_norm(x, x.shape[-1:], p[f"{name}.weight"], p[f"{name}.bias"], eps)

    def table(self):
        return self.p["bert.embeddings.word_embeddings.weight"]

    def embed(self, ids):
        return F.embedding(ids, self.table())

    def hidden(self, x, lengths=None):
        """[B, T, H] from embeddings [B, T, H]; lengths [B], or None where nothing is padded."""
        B, T, H = x.shape
        A = self.config["num_attention_heads"]
        place = torch.arange(T, device=x.device)
        apart = (place[None, :] - place[:, None]).clamp(-REACH, REACH) + REACH
        padding = None if lengths is None else (place[None, :] >= lengths[:, None])[:, None, None, :]
        for i in range(self.config["num_hidden_layers"]):
            at = f"bert.encoder.layer.{i}"
            y = self.norm(x, f"{at}.attention.LayerNorm")
            q, k, v = (
                self.linear(y, f"{at}.attention.self.{part}").view(B, T, A, H // A).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            bias = self.p[f"{at}.attention.self.relative_attention_bias.weight"][apart].permute(2, 0, 1)
            scores = (q @ k.transpose(2, 3)) * (H // A) ** -0.5 + bias
            if padding is not None:
                scores = scores.masked_fill(padding, -1e4)
            mixed = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(B, T, H)
            x = x + self.linear(mixed, f"{at}.attention.output.dense")
            y = self.norm(x, f"{at}.intermediate.LayerNorm")
            x = x + self.linear(F.relu(self.linear(y, f"{at}.intermediate.dense")), f"{at}.output.dense")
        return self.norm(x, "bert.LayerNorm")

    def classify(self, x, lengths):
        """Logits [B, 2] in float32 from embeddings."""
        h = self.hidden(x, lengths).float()
        place = torch.arange(x.shape[1], device=x.device)
        score = h @ self.p["bert.pooler.attention.weight"][0] + self.p["bert.pooler.attention.bias"]
        share = score.masked_fill(place[None, :] >= lengths[:, None], -1e4).softmax(1)
        pooled = (share.unsqueeze(2) * h).sum(1)
        return F.linear(pooled, self.p["classifier.weight"], self.p["classifier.bias"]).float()

    def language_loss(self, ids, vocab, share=0.2):
        """Masked-LM (Devlin et al. 2019) over stretches without padding: 80 % masked, 10 % random, 10 % kept."""
        flat = ids.reshape(-1)
        count = int(flat.numel() * share)
        where = torch.randperm(flat.numel(), device=ids.device)[:count]
        where = where[flat[where] >= SPECIAL]
        truth, die = flat[where], torch.rand(len(where), device=ids.device)
        shown = torch.where(die < 0.8, torch.full_like(truth, MASK), truth)
        shown = torch.where(die >= 0.9, torch.randint_like(truth, SPECIAL, vocab), shown)
        hidden = self.hidden(self.embed(flat.scatter(0, where, shown).view(ids.shape)))
        h = hidden.reshape(-1, hidden.shape[-1])[where]
        h = F.relu(self.linear(h, "cls.predictions.transform.dense"))
        h = self.norm(h, "cls.predictions.transform.LayerNorm")
        logits = F.linear(h, self.table(), self.p["cls.predictions.bias"])
        return F.cross_entropy(logits.float(), truth)

    def state(self):
        return {name: p.detach().cpu() for name, p in self.p.items()}

    def load(self, state):
        with torch.no_grad():
            for name, p in self.p.items():
                p.copy_(state[name])

    def flat(self, state):
        """The parameters as ../twin lays them out."""
        return torch.cat([state[name].reshape(-1) for name in shapes(self.config)])
