#!/usr/bin/env python3
"""Textbook BERT in PyTorch as a contestant: bert_torch.py < lines of JSON.

The first line is {config, weights, ids, labels, tokens, pass, threads, learning_rate, weight_decay}; the answer
{engine, check, warm_ms}. Each further line {budget_ms, most} is a turn; the answer {ms: […]} has each run's time.
A training step is forward, backward and AdamW over all parameters, without dropout and clipping.
"""

import json
import sys
import time

import torch
from torch.nn import functional as F

from weights import read_safetensors


class Bert:
    def __init__(self, config, arrays, trains):
        self.c = config
        self.p = {}
        fused = {}
        for name, array in arrays.items():
            part = name.split(".attention.self.")
            if len(part) == 2:
                kind = part[1].split(".")[1]
                fused.setdefault(f"{part[0]}.attention.self.qkv.{kind}", {})[part[1].split(".")[0]] = array
            else:
                self.p[name] = torch.from_numpy(array)
        for name, parts in fused.items():
            rows = [torch.from_numpy(parts[part]) for part in ("query", "key", "value")]
            self.p[name] = torch.cat(rows)
        for value in self.p.values():
            value.requires_grad_(trains)

    def linear(self, x, name):
        return F.linear(x, self.p[f"{name}.weight"], self.p[f"{name}.bias"])

    def norm(self, x, name):
        weight, bias = self.p[f"{name}.weight"], self.p[f"{name}.bias"]
        return F.layer_norm(x, weight.shape, weight, bias, self.c["layer_norm_eps"])

    def attend(self, x, layer):
        batch, tokens, hidden = x.shape
        heads = self.c["num_attention_heads"]
        qkv = self.linear(x, f"{layer}.attention.self.qkv").view(batch, tokens, 3, heads, hidden // heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        shares = (q @ k.transpose(2, 3) * (hidden // heads) ** -0.5).softmax(-1)
        mixed = (shares @ v).transpose(1, 2).reshape(batch, tokens, hidden)
        return self.linear(mixed, f"{layer}.attention.output.dense")

    def logits(self, ids):
        at = "bert.embeddings"
        x = F.embedding(ids, self.p[f"{at}.word_embeddings.weight"])
        x = x + self.p[f"{at}.position_embeddings.weight"][: ids.shape[1]]
        x = self.norm(x + self.p[f"{at}.token_type_embeddings.weight"][0], f"{at}.LayerNorm")
        for i in range(self.c["num_hidden_layers"]):
            layer = f"bert.encoder.layer.{i}"
            x = self.norm(x + self.attend(x, layer), f"{layer}.attention.output.LayerNorm")
            wide = F.gelu(self.linear(x, f"{layer}.intermediate.dense"))
            x = self.norm(x + self.linear(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        return self.linear(torch.tanh(self.linear(x[:, 0], "bert.pooler.dense")), "classifier")


def forward(model, ids):
    def run():
        with torch.inference_mode():
            return model.logits(ids).reshape(-1).tolist()

    return run


def training(model, ids, labels, rate, decay):
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for name, p in model.p.items() if decays(name)], "weight_decay": decay},
            {"params": [p for name, p in model.p.items() if not decays(name)], "weight_decay": 0.0},
        ],
        lr=rate,
    )

    def run():
        optimiser.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model.logits(ids), labels)
        loss.backward()
        optimiser.step()
        return [loss.item()]

    return run


def decays(name):
    return not name.endswith("bias") and "LayerNorm" not in name


def timed(run):
    start = time.perf_counter()
    result = run()
    return 1000 * (time.perf_counter() - start), result


def turn(run, budget_ms, most):
    end = time.perf_counter() + budget_ms / 1000
    samples = [timed(run)[0]]
    while time.perf_counter() < end and len(samples) < most:
        samples.append(timed(run)[0])
    return samples


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    job = json.loads(sys.stdin.readline())
    torch.set_num_threads(job["threads"])
    trains = job["pass"] == "training"
    model = Bert(job["config"], read_safetensors(job["weights"]), trains)
    ids = torch.tensor(job["ids"]).view(-1, job["tokens"])
    labels = torch.tensor(job["labels"])
    run = training(model, ids, labels, job["learning_rate"], job["weight_decay"]) if trains else forward(model, ids)
    runs = [timed(run) for _ in range(2)]
    threads = f"{job['threads']} thread{'' if job['threads'] == 1 else 's'}"
    engine = f"PyTorch {torch.__version__}, {threads}"
    say({"engine": engine, "check": [x for _, result in runs for x in result], "warmMs": [ms for ms, _ in runs]})
    for line in sys.stdin:
        asked = json.loads(line)
        say({"ms": turn(run, asked["budgetMs"], asked["most"])})


if __name__ == "__main__":
    main()
