"""A bidirectional LSTM of one layer, begun as two language models (Dai & Le 2015) and tuned by the mixed objective of
Sachan, Zaheer & Salakhutdinov (2019): a teacher only. The halves stay apart, so each is a language model by itself.
"""

import torch
from torch import nn
from torch.nn import functional as F


def run(lstm, x):
    """States [B, T, hidden], in float32 (TF32 on a GPU): not every version of cuDNN runs an LSTM in bfloat16."""
    with torch.autocast(x.device.type, enabled=False):
        return lstm(x.float())[0]


class Recurrent(nn.Module):
    def __init__(self, vocab, embedding=512, hidden=512):
        super().__init__()
        self.words = nn.Embedding(vocab, embedding)
        nn.init.normal_(self.words.weight, std=0.05)
        self.onward = nn.LSTM(embedding, hidden, batch_first=True)
        self.back = nn.LSTM(embedding, hidden, batch_first=True)
        self.to_words = nn.ModuleList(nn.Linear(hidden, embedding) for _ in range(2))
        self.bias = nn.Parameter(torch.zeros(vocab))
        self.head = nn.Linear(2 * hidden, 2)

    def groups(self):
        matrices = [p for p in self.parameters() if p.dim() > 1]
        return [matrices, [p for p in self.parameters() if p.dim() == 1]]

    def embed(self, ids):
        return self.words(ids)

    def classify(self, x, lengths):
        """Logits [B, 2] in float32: each state's largest value over the text."""
        place = torch.arange(x.shape[1], device=x.device)[None, :]
        outside = (place >= lengths[:, None]).unsqueeze(2)
        turned = (lengths[:, None] - 1 - place).clamp(min=0).unsqueeze(2)
        ahead = run(self.onward, x)
        behind = run(self.back, x.gather(1, turned.expand_as(x)))
        states = torch.cat([ahead, behind], 2).masked_fill(outside, -1e4)
        return self.head(states.amax(1)).float()

    def language_loss(self, ids, _vocab):
        """The next piece from those before it, and the one before from those after, over stretches without padding."""
        loss = 0.0
        for lstm, to_words, order in ((self.onward, self.to_words[0], ids), (self.back, self.to_words[1], ids.flip(1))):
            states = run(lstm, F.dropout(self.words(order[:, :-1]), 0.1))
            logits = F.linear(to_words(F.dropout(states, 0.1)), self.words.weight, self.bias)
            loss = loss + F.cross_entropy(logits.flatten(0, 1).float(), order[:, 1:].flatten()) / 2
        return loss

    def state(self):
        return {name: value.detach().cpu() for name, value in self.state_dict().items()}

    def load(self, state):
        self.load_state_dict(state)
