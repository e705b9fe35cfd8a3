#!/usr/bin/env python3
"""Writes src/ml/image/golden/*.json: tiny convolutional networks and perceptrons, by PyTorch in float64.

    python3 scripts/golden_image.py

Of each: logits, loss, every gradient, the weights after three steps of AdamW and of SGD with momentum (gradients
clipped), and where an image speaks for a class: Grad-CAM over the last convolution, or the gradient at each pixel.
Weights have four decimals and pixels are 64ths, so that the files stay small and mean the same to all. Arrays are in
Millrace's order: images [n, height, width, channels], convolutions [outputs, side, side, inputs].
"""

import json
from pathlib import Path

import torch
from torch.nn import functional as F

FOLDER = Path(__file__).resolve().parent.parent / "src" / "ml" / "image" / "golden"
SHAPE = {"height": 7, "width": 6, "channels": 2}
COMMON = {"shape": SHAPE, "classes": ["a", "b", "c"], "mean": [0.5, 0.25], "std": [0.25, 0.5]}
MODELS = {
    "cnn": {"kind": "cnn", "stages": [3, 4], "hidden": [5]},
    "mlp": {"kind": "mlp", "hidden": [6, 5]},
    "cnn-tanh": {
        "kind": "cnn",
        "stages": [2, 3],
        "hidden": [4],
        "convolutions": 1,
        "kernel_size": 5,
        "activation": "tanh",
    },
    "mlp-sigmoid": {"kind": "mlp", "hidden": [5], "activation": "sigmoid"},
    "cnn-sigmoid": {"kind": "cnn", "stages": [2], "hidden": [3], "convolutions": 1, "activation": "sigmoid"},
}
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
N, SMOOTHING, CLIP, DECAY, MOMENTUM = 4, 0.1, 0.5, 0.05, 0.9
RATES = {"adamw": 0.01, "sgd": 0.05}
STEPS = 3
EXPLAINED = {"image": 1, "class": 2}


def layers(structure):
    """(name, kind, inputs, outputs), pools with no name."""
    out, channels, height, width = [], SHAPE["channels"], SHAPE["height"], SHAPE["width"]
    for stage, outputs in enumerate(structure.get("stages", [])):
        for part in range(structure.get("convolutions", 2)):
            out.append((f"stages.{stage}.{part}", "conv", channels, outputs))
            channels = outputs
        out.append(("", "pool", 0, 0))
        height, width = height // 2, width // 2
    inputs = channels * height * width
    for i, outputs in enumerate(structure["hidden"]):
        out.append((f"hidden.{i}", "hidden", inputs, outputs))
        inputs = outputs
    return out + [("classifier", "linear", inputs, len(COMMON["classes"]))]


def make_weights(structure, generator):
    weights = {}
    for name, kind, inputs, outputs in layers(structure):
        if kind == "pool":
            continue
        side = structure.get("kernel_size", 3)
        shape = (outputs, side, side, inputs) if kind == "conv" else (outputs, inputs)
        fan = side * side * inputs if kind == "conv" else inputs
        for part, size, scale in (("weight", shape, (2 / fan) ** 0.5), ("bias", (outputs,), 0.1)):
            values = torch.randn(size, generator=generator, dtype=torch.float64) * scale
            weights[f"{name}.{part}"] = torch.round(values * 1e4) / 1e4
    return weights


def forward(structure, weights, images):
    """Logits, and what the last convolution's activation gives (or the images)."""
    activation = ACTIVATIONS[structure.get("activation", "relu")]
    mean, std = (torch.tensor(COMMON[key], dtype=torch.float64) for key in ("mean", "std"))
    x = ((images - mean) / std).permute(0, 3, 1, 2)
    seen = images
    for name, kind, _, _ in layers(structure):
        if kind == "conv":
            w, b = weights[f"{name}.weight"].permute(0, 3, 1, 2), weights[f"{name}.bias"]
            x = seen = activation(F.conv2d(x, w, b, padding=structure.get("kernel_size", 3) // 2))
        elif kind == "pool":
            x = F.max_pool2d(x, 2)
        else:
            if x.dim() == 4:
                x = x.permute(0, 2, 3, 1).flatten(1)
            x = F.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])
            x = activation(x) if kind == "hidden" else x
    return x, seen


def loss_of(structure, weights, images, labels):
    return F.cross_entropy(forward(structure, weights, images)[0], labels, label_smoothing=SMOOTHING)


def learning(weights):
    return {name: value.clone().requires_grad_(True) for name, value in weights.items()}


def trained(structure, weights, images, labels, kind):
    own = learning(weights)
    groups = [
        {"params": [value for name, value in own.items() if name.endswith(part)], "weight_decay": decay}
        for part, decay in ((".weight", DECAY), (".bias", 0.0))
    ]
    rate = RATES[kind]
    optimizer = torch.optim.AdamW(groups, lr=rate) if kind == "adamw" else torch.optim.SGD(groups, lr=rate, momentum=MOMENTUM)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(structure, own, images, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(own.values(), CLIP)
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "weights": flat(own)}


def explained(structure, weights, images):
    image = images[EXPLAINED["image"]][None].clone().requires_grad_(True)
    logits, seen = forward(structure, weights, image)
    (gradient,) = torch.autograd.grad(logits[0, EXPLAINED["class"]], seen)
    if structure["kind"] == "mlp":
        return gradient[0].abs().amax(-1).flatten().tolist()
    alpha = gradient.mean((2, 3), keepdim=True)
    return F.relu((alpha * seen).sum(1))[0].flatten().tolist()


def flat(tensors):
    return {name: value.detach().flatten().tolist() for name, value in tensors.items()}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, structure in MODELS.items():
        generator = torch.Generator().manual_seed(7)
        weights = make_weights(structure, generator)
        size = (N, SHAPE["height"], SHAPE["width"], SHAPE["channels"])
        images = torch.randint(0, 65, size, generator=generator).double() / 64
        labels = torch.tensor([2, 0, 1, 2])
        own = learning(weights)
        loss = loss_of(structure, own, images, labels)
        loss.backward()
        golden = {
            "by": f"scripts/golden_image.py, PyTorch {torch.__version__}",
            "config": COMMON | {"structure": structure},
            "options": {"label_smoothing": SMOOTHING, "max_grad_norm": CLIP, "weight_decay": DECAY, "momentum": MOMENTUM},
            "rates": RATES,
            "images": images.flatten().tolist(),
            "labels": labels.tolist(),
            "weights": flat(weights),
            "logits": forward(structure, weights, images)[0].flatten().tolist(),
            "loss": loss.item(),
            "gradients": {key: value.grad.flatten().tolist() for key, value in own.items()},
            "trained": {kind: trained(structure, weights, images, labels, kind) for kind in RATES},
            "explained": EXPLAINED | {"values": explained(structure, weights, images)},
        }
        (FOLDER / f"{name}.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
