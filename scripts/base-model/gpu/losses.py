"""What teachers are tuned by beside the labels: adversarial, virtual adversarial and entropy losses.

Miyato, Dai & Goodfellow (2017) and Sachan et al. (2019). A disturbance has a length of `strength` times the usual length
of one piece's embedding, spread over all pieces of a text.
"""

import torch
from torch.nn import functional as F


def inside(x, lengths):
    return (torch.arange(x.shape[1], device=x.device)[None, :] < lengths[:, None]).unsqueeze(2).to(x.dtype)


def unit(d):
    """Each text's disturbance at length 1."""
    return d / (d.flatten(1).norm(dim=1).clamp_min(1e-12)[:, None, None])


def reach(x, strength):
    return strength * x.detach().float().norm(dim=2).mean()


def divergence(logits, other):
    """Mean KL(softmax(logits) ‖ softmax(other)); the first is what should be, and is not moved."""
    p = logits.detach().softmax(1)
    return (p * (logits.detach().log_softmax(1) - other.log_softmax(1))).sum(1).mean()


def entropy(logits):
    return -(logits.softmax(1) * logits.log_softmax(1)).sum(1).mean()


def virtual_adversarial(model, x, lengths, logits, strength):
    """How far the answer moves under the small disturbance of the embeddings x that moves it most."""
    size, mask = reach(x, strength), inside(x, lengths)
    d = (0.5 * size * unit(torch.randn_like(x, dtype=torch.float32) * mask)).requires_grad_()
    moved = divergence(logits, model.classify(x.detach() + d, lengths))
    (gradient,) = torch.autograd.grad(moved, d)
    return divergence(logits, model.classify(x + size * unit(gradient.detach() * mask), lengths))


def adversarial(model, x, lengths, target, strength):
    """The labels' loss under the disturbance that raises it most."""
    still = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(cross_entropy(model.classify(still, lengths), target), still)
    r = reach(x, strength) * unit(gradient.detach().float() * inside(x, lengths))
    return cross_entropy(model.classify(x + r, lengths), target)


def cross_entropy(logits, target, weight=None):
    """Against the probability `target` of positive."""
    log_p = F.log_softmax(logits, 1)
    loss = -(target * log_p[:, 1] + (1 - target) * log_p[:, 0])
    return loss.mean() if weight is None else (loss * weight).mean()
