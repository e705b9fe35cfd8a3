"""Attention, cross-entropy and AdamW for train.py: by kernels.cpp where it compiles, else by plain PyTorch.

Matrices are multiplied in bfloat16 with float32 sums (on a CPU with AVX-512 BF16, four times as fast as float32);
parameters, residuals, LayerNorm and the optimiser stay float32.
"""

import ctypes
import hashlib
import subprocess
import tempfile
from pathlib import Path

import torch


def build():
    """The compiled kernels, or None where there is no compiler or no such CPU."""
    source = Path(__file__).with_name("kernels.cpp")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    library = Path(tempfile.gettempdir()) / f"millrace-twin-{digest}.so"
    if "avx512_bf16" not in (Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""):
        return None
    if not library.exists():
        command = ["g++", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", str(source), "-o", str(library)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None
    lib = ctypes.CDLL(str(library))
    pointer, number, real = ctypes.c_void_p, ctypes.c_long, ctypes.c_float
    lib.attention_softmax.argtypes = [pointer, pointer, number, number, number, real]
    lib.attention_softmax_backward.argtypes = [pointer, pointer, pointer, number, number, number, real]
    lib.cross_entropy.argtypes = [pointer, pointer, pointer, pointer, number, number]
    lib.cross_entropy.restype = real
    lib.adamw.argtypes = [pointer] * 6 + [number] + [real] * 8
    return lib


LIB = build()
REACH = 32


def diagonals(T):
    """Rows of the bias table for j − i = −(T − 1) … T − 1."""
    return torch.arange(1 - T, T).clamp(-REACH, REACH) + REACH


class FusedAttention(torch.autograd.Function):
    """softmax(q kᵀ/√d + bias) v over qkv [B, T, 3, A, d] in bfloat16; bias [2T − 1, A] by diagonal. Gives [B, T, A, d]."""

    @staticmethod
    def forward(ctx, qkv, bias):
        B, T, _, A, d = qkv.shape
        q, k, v = qkv.permute(2, 0, 3, 1, 4).contiguous().view(3, B * A, T, d)
        p = torch.bmm(q, k.transpose(1, 2))
        rows = bias.t().contiguous()
        LIB.attention_softmax(p.data_ptr(), rows.data_ptr(), B, A, T, d**-0.5)
        ctx.save_for_backward(q, k, v, p)
        ctx.shape = B, T, A, d
        return torch.bmm(p, v).view(B, A, T, d).transpose(1, 2).contiguous()

    @staticmethod
    def backward(ctx, grad):
        q, k, v, p = ctx.saved_tensors
        B, T, A, d = ctx.shape
        g = grad.transpose(1, 2).contiguous().view(B * A, T, d)
        out = torch.empty(3, B * A, T, d, dtype=q.dtype)
        torch.bmm(p.transpose(1, 2), g, out=out[2])
        ds = torch.bmm(g, v.transpose(1, 2))
        dbias = torch.zeros(A, 2 * T - 1)
        LIB.attention_softmax_backward(p.data_ptr(), ds.data_ptr(), dbias.data_ptr(), B, A, T, d**-0.5)
        torch.bmm(ds, k, out=out[0])
        torch.bmm(ds.transpose(1, 2), q, out=out[1])
        return out.view(3, B, A, T, d).permute(1, 3, 0, 2, 4).contiguous(), dbias.t()


class FusedCrossEntropy(torch.autograd.Function):
    """Mean cross-entropy of bfloat16 logits [n, V] + bias [V] against y [n]; the logits are overwritten."""

    @staticmethod
    def forward(ctx, logits, bias, y):
        dbias = torch.zeros_like(bias)
        loss = LIB.cross_entropy(
            logits.data_ptr(), bias.data_ptr(), y.data_ptr(), dbias.data_ptr(), logits.shape[0], logits.shape[1]
        )
        ctx.gradients = logits, dbias
        return torch.tensor(loss)

    @staticmethod
    def backward(ctx, grad):
        dlogits, dbias = ctx.gradients
        return dlogits, dbias, None


def attention(qkv, table):
    """Self-attention with relative bias: qkv [B, T, 3, A, d], table [2·REACH + 1, A]. Gives [B, T, A, d]."""
    B, T, _, A, d = qkv.shape
    bias = table[diagonals(T)]
    if LIB is not None and qkv.dtype == torch.bfloat16:
        return FusedAttention.apply(qkv, bias)
    q, k, v = qkv.permute(2, 0, 3, 1, 4)
    toeplitz = torch.arange(T)[None, :] - torch.arange(T)[:, None] + T - 1
    scores = q @ k.transpose(2, 3) * d**-0.5 + bias[toeplitz].permute(2, 0, 1).to(q.dtype)
    return (scores.softmax(-1) @ v).transpose(1, 2)


def vocabulary_loss(logits, bias, y):
    """Mean cross-entropy over the vocabulary; ends the graph: nothing may use its logits afterwards."""
    if LIB is not None and logits.dtype == torch.bfloat16:
        return FusedCrossEntropy.apply(logits, bias, y)
    return torch.nn.functional.cross_entropy(logits.float() + bias, y)


def adamw(p, g, m, v, decay, average, step, lr, clip, keep, betas=(0.9, 0.98), eps=1e-8):
    """One AdamW step in place over flat float32 buffers; average ← keep · average + (1 − keep) · p."""
    b1, b2 = betas
    c1, c2 = 1 - b1**step, 1 - b2**step
    if LIB is not None:
        buffers = [t.data_ptr() for t in (p, g, m, v, decay, average)]
        LIB.adamw(*buffers, p.numel(), lr, b1, b2, eps, c1, c2, clip, keep)
        return
    g = g * clip
    m.mul_(b1).add_(g, alpha=1 - b1)
    v.mul_(b2).addcmul_(g, g, value=1 - b2)
    p.sub_(lr * (m / c1 / ((v / c2).sqrt() + eps) + decay * p))
    average.mul_(keep).add_(p, alpha=1 - keep)
