#!/usr/bin/env python3
"""Writes a trained encoder for the product, and says how good it is.

    python3 scripts/base-model/twin/export.py --data /tmp/base-model --recipe base --stage round2

<data>/out/<to>/: model.safetensors (float32, Hugging Face's names), config.json, figures.json, and golden.json: token ids
and logits that the TypeScript engine must agree with.
"""

import argparse
import json
import re
from pathlib import Path

import numpy as np
import torch

import data
import weights
from evaluate import accuracy, calibration_error, cross_fitted, predict, regression
from model import Encoder, is_matrix
from pairs import passed

SENTENCES = [
    "",
    "Wonderful!",
    "Not good at all.",
    "I expected nothing, and yet this little film moved me to tears.",
    "The acting is wooden, the plot makes no sense, and the ending is an insult to anyone who stayed for it.",
]
LENGTHS = [40, 128, 512]


def pieces_of(text, pieces):
    """WordPiece of plain ASCII text, longest piece first (Wu et al. 2016)."""
    out = []
    for word in re.findall(r"[a-z0-9]+|[^a-z0-9\s]", text.lower()):
        at = 0
        while at < len(word):
            prefix = "##" if at else ""
            end = next((e for e in range(len(word), at, -1) if prefix + word[at:e] in pieces), None)
            if end is None:
                out.append(pieces["[UNK]"])
                break
            out.append(pieces[prefix + word[at:end]])
            at = end
    return out


def logits_of(model, ids):
    """The two logits of one text, in float32."""
    with torch.no_grad():
        return model.logits(torch.tensor([[data.CLS, *ids, data.SEP]]), exact=True)[0].tolist()


def golden(model, vocabulary):
    """Eight texts, five written and three drawn from the vocabulary, with their logits."""
    pieces = {piece: i for i, piece in enumerate(vocabulary)}
    rng = np.random.default_rng(1)
    drawn = [rng.integers(data.SPECIAL, len(vocabulary), n - 2).tolist() for n in LENGTHS]
    texts = [(s, pieces_of(s, pieces)) for s in SENTENCES] + [(None, d) for d in drawn]
    return [
        {"text": text, "ids": [data.CLS, *ids, data.SEP], "logits": logits_of(model, ids)} for text, ids in texts
    ]


def check_list(model, vocabulary, offset):
    """Minimal pairs passed of all, by capability."""
    pieces = {piece: i for i, piece in enumerate(vocabulary)}

    def logit(text):
        negative, positive = logits_of(model, pieces_of(text, pieces))
        return positive - negative + offset

    return passed(logit)


def quantised(model):
    """The same encoder with each row of each matrix rounded to int8 times a scale."""
    out = Encoder(model.config)
    out.flat.copy_(model.flat)
    for name, value in out.named().items():
        if is_matrix(name):
            scale = value.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
            value.copy_((value / scale).round() * scale)
    return out


def figures(model, corpus):
    """Everything measured on validation: alone, with the n-gram, calibrated, quantised."""
    labels, gold = corpus.val.labels, corpus.val.labels > 0.5
    logits = predict(model, corpus.val, exact=True)
    low = predict(quantised(model), corpus.val, exact=True)
    out = {
        "n": len(gold),
        "n_shared": int(corpus.shared.sum()),
        "encoder": accuracy(logits, labels),
        "encoder_without_shared": accuracy(logits[~corpus.shared], labels[~corpus.shared]),
        "encoder_int8": accuracy(low, labels),
        "encoder_int8_largest_difference": float(np.abs(low - logits).max()),
        "encoder_128_tokens": accuracy(predict(model, corpus.val, length=126), labels),
        "encoder_256_tokens": accuracy(predict(model, corpus.val, length=254), labels),
    }
    alone = logits[:, None]
    fit = regression().fit(alone, gold)
    out["encoder_calibration"] = {"scale": float(fit.coef_[0, 0]), "offset": float(fit.intercept_[0])}
    centre = float(fit.intercept_[0] / fit.coef_[0, 0])
    out["pairs_passed"] = check_list(model, corpus.vocabulary, centre)
    out["encoder_ece"] = calibration_error(logits, gold)
    out["encoder_ece_calibrated"] = calibration_error(cross_fitted(alone, gold), gold)
    ngram = corpus.ngram()
    if ngram is not None:
        both = np.stack([logits, ngram["val"]], 1)
        fit = regression().fit(both, gold)
        held_out = cross_fitted(both, gold)
        out["ngram"] = accuracy(ngram["val"], labels)
        out["combined"] = accuracy(held_out, labels)
        out["combined_without_shared"] = accuracy(held_out[~corpus.shared], labels[~corpus.shared])
        out["combined_int8"] = accuracy(cross_fitted(np.stack([low, ngram["val"]], 1), gold), labels)
        out["combined_ece"] = calibration_error(held_out, gold)
        out["combination"] = {
            "encoder": float(fit.coef_[0, 0]),
            "ngram": float(fit.coef_[0, 1]),
            "offset": float(fit.intercept_[0]),
        }
    return out


def main():
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--recipe", required=True)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--averaged", action="store_true", help="the running average of the parameters")
    parser.add_argument("--between", help="another stage: half-way between both (model soups, Wortsman et al. 2022)")
    parser.add_argument("--to", default="encoder", help="folder under <data>/out")
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    stages = [stage for stage in (options.stage, options.between) if stage]
    saved = [torch.load(Path(options.data) / "run" / options.recipe / f"{stage}.pt") for stage in stages]
    model = Encoder(saved[0]["config"])
    model.flat.copy_(sum(one["average" if options.averaged else "flat"] for one in saved) / len(saved))
    out = Path(options.data) / "out"
    (out / options.to).mkdir(parents=True, exist_ok=True)
    named = {name: value.numpy() for name, value in model.named().items()}
    measured = figures(model, corpus)
    weights.write(out / options.to / "model.safetensors", named)
    (out / options.to / "config.json").write_text(json.dumps(model.config, indent=2) + "\n")
    (out / options.to / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    cases = {"recipe": options.recipe, "stage": options.stage, "cases": golden(model, corpus.vocabulary)}
    (out / options.to / "golden.json").write_text(json.dumps(cases, indent=1) + "\n")
    back = weights.read(out / options.to / "model.safetensors")
    assert all(np.array_equal(back[name], value) for name, value in named.items())
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
