// What others call the keys of a configuration, so that whoever brings their names is told ours: a key has one name here, which
// completion offers and metrics, files and comparisons of runs repeat.

/** scikit-learn's, PyTorch's, Lightning's, Hugging Face's (TrainingArguments, configurations) and PEFT's, by ours. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  epochs: ['max_epochs', 'num_train_epochs', 'num_epochs', 'max_iter'],
  batch_size: ['per_device_train_batch_size', 'train_batch_size'],
  learning_rate: ['lr'],
  optimizer: ['optim'],
  schedule: ['lr_scheduler_type', 'lr_scheduler', 'scheduler'],
  warmup_ratio: ['warmup_proportion'],
  max_grad_norm: ['gradient_clip_val', 'clip_grad_norm', 'clipnorm'],
  label_smoothing: ['label_smoothing_factor'],
  early_stopping: ['patience', 'early_stopping_patience'],
  max_length: ['max_seq_length', 'max_seq_len'],
  layers: ['num_hidden_layers'],
  hidden: ['hidden_size'],
  heads: ['num_attention_heads'],
  rank: ['r', 'lora_r'],
  alpha: ['lora_alpha'],
  every_n_steps: ['every_n_train_steps', 'save_steps'],
  seed: ['random_state'],
};

/** Our name of what others call so, if it is among those that may stand here. */
export function knownAs(key: string, here: readonly string[]): string | null {
  const ours = Object.entries(OTHERS).find(([, names]) => names.includes(key))?.[0];
  return ours !== undefined && here.includes(ours) ? ours : null;
}
