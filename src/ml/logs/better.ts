// Which way a metric is better, by its name. The rule, in this order:
// 1. The name is taken apart into words at everything that is no letter or digit and at capitals ("valF1" is val, f1;
//    "MSELoss" is mse, loss). A word is also known without the digits at its end (acc5, mAP50).
// 2. A word for losses and errors (loss, error, mse, perplexity …) makes lower better, whatever else stands there.
// 3. Otherwise a word for a score (acc, auc, f1, r2, likelihood …) makes higher better.
// 4. "neg" or "negative" before such a word turns it round: neg_log_likelihood is a loss, scikit-learn's
//    neg_mean_squared_error a score. Behind it, it says of what the metric is (f1_negative).
// 5. Everything else (lr, grad_norm, time) has no better, nor has loss_scale, which is a factor of mixed precision.

export type Better = 'higher' | 'lower';

const LOWER = new Set(
  `loss losses error errors err mae mse rmse msle rmsle mape smape medae mad mspe deviation residual deviance perplexity
  ppl nll ce bce xent crossentropy entropy logloss hinge brier ece divergence kld kl distance dist regret cost bic aic wer
  cer ter fid fpr fnr eer drift bouldin`.split(/\s+/),
);

const HIGHER = new Set(
  `acc accs accuracy auc auroc aucroc rocauc roc auprc aupr ap map precision prec recall sensitivity specificity tpr tnr
  npv ppv f1 f2 fbeta fscore f1score kappa mcc matthews iou miou jaccard dice r2 r2score r² correlation pearson spearman bleu
  rouge meteor ndcg mrr likelihood loglikelihood ll score psnr ssim top1 top5 hit hits reward silhouette calinski`.split(
    /\s+/,
  ),
);

/** Words of two parts that mean nothing alone. */
const JOINED: readonly [RegExp, string][] = [
  [/\br (2|squared|score)\b/g, 'r2'],
  [/\bf (1|2|beta|score)\b/g, 'f1'],
  [/\bcross entropy\b/g, 'crossentropy'],
  [/\bio u\b/g, 'iou'],
  [/\bloss scale\b/g, 'lossscale'],
];

/** Null where neither is better. */
export function better(column: string): Better | null {
  const spaced = column
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    // Where capitals end and a word begins; one letter is a plural's (ACCs).
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu, '$1 ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  const joined = JOINED.reduce((text, [pattern, word]) => text.replace(pattern, word), spaced);
  const words = joined.trim().split(' ');
  const isOf = (list: ReadonlySet<string>) => (word: string) => list.has(word) || list.has(word.replace(/\d+$/, ''));
  const [lower, higher] = [isOf(LOWER), isOf(HIGHER)];
  const way = words.some(lower) ? 'lower' : words.some(higher) ? 'higher' : null;
  const last = words.findLastIndex((word) => lower(word) || higher(word));
  const negated = words.slice(0, last).filter((word) => word === 'neg' || word === 'negative').length % 2 === 1;
  if (way === null || !negated) return way;
  return way === 'lower' ? 'higher' : 'lower';
}
