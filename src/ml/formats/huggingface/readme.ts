// README.md of an exported folder: how to open it, and what is not as in BERT.

import { architectureName, type EncoderConfig } from '../../bert/config';

/** `own`: what differs from BERT; empty: nothing. */
export function readme(config: EncoderConfig, own: readonly string[]): string {
  const trust = own.length > 0 ? ', trust_remote_code=True' : '';
  const lines = [
    '# Text classifier from Millrace',
    '',
    `An encoder of ${architectureName(config)} with ${config.num_labels} classes, reading ${config.max_position_embeddings} pieces of a text at most.`,
    '',
    '```python',
    'from transformers import AutoModelForSequenceClassification, AutoTokenizer',
    '',
    "tokenizer = AutoTokenizer.from_pretrained('.')",
    `model = AutoModelForSequenceClassification.from_pretrained('.'${trust})`,
    "logits = model(**tokenizer('A fine film.', return_tensors='pt', truncation=True)).logits",
    '```',
    '',
    '## Differences from BERT',
    '',
    ...(own.length > 0
      ? [
          ...own.map((line) => `- ${line}`),
          '',
          'transformers has no such model: `modeling_millrace.py` computes it, and runs with `trust_remote_code=True`. Read it before you do.',
        ]
      : ['None: the folder is a BertForSequenceClassification.']),
    '',
    '## Long texts',
    '',
    'Millrace keeps a quarter of what a long text may have from its beginning and the rest from its end; `truncation=True` keeps the beginning. Texts that fit are read alike.',
    '',
  ];
  return lines.join('\n');
}
