// What a run comes to, and which way metrics are better.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { better } from './better';
import { readMetricsCsv } from './csv';
import { type MetricRow, tableOf } from './metrics';
import { bestPlaces, summarise } from './summary';

describe('better', () => {
  it.each([
    'val_acc',
    'train/accuracy',
    'valAccuracy',
    'test_AUC',
    'auroc',
    'macro f1',
    'val_F1Score',
    'f1_score',
    'r2',
    'R²',
    'r2_score',
    'r_squared',
    'precision',
    'val_recall_epoch',
    'log_likelihood',
    'neg_mean_squared_error',
    'neg_log_loss',
    'silhouette',
    'calinski_harabasz_score',
    'kappa',
    'top5_acc',
    'mAP',
    'val_acc1',
    'acc5',
    'ACCs',
    'metrics/mAP50(B)',
    'mAP50-95',
    'ROCAUC',
    'roc_auc',
    'bleu4',
    'mIoU',
    'val_f1_negative',
    'recall_neg',
    'precision_negative_epoch',
  ])('is higher for %s', (name) => expect(better(name)).toBe('higher'));

  it.each([
    'train_loss',
    'val_loss_epoch',
    'loss',
    'valLoss',
    'mae',
    'test_RMSE',
    'mean_squared_error',
    'error_rate',
    'perplexity',
    'nll',
    'negative_log_likelihood',
    'log_loss',
    'cross_entropy',
    'f1_loss',
    'accuracy_error',
    'bic',
    'AIC',
    'brier',
    'davies_bouldin_score',
    'train/MSELoss',
    'BCELoss',
    'GLoss',
    'BCEWithLogitsLoss',
    'loss1',
    'error1',
    'loss_scale_loss',
    'loss_negative',
    'neg_f1',
  ])('is lower for %s', (name) => expect(better(name)).toBe('lower'));

  it.each([
    'lr-AdamW',
    'learning_rate',
    'grad_norm',
    'time',
    'examples',
    'maps',
    'place',
    'rate',
    'epoch',
    'step',
    '',
    'negative',
    'loss_scale',
    'train/lossScale',
    'lr1',
    'step10',
  ])('is neither for %s', (name) => expect(better(name)).toBeNull());
});

describe('a summary', () => {
  const csv = [
    'epoch,step,train_loss,val_loss,val_acc,lr',
    '0,49,0.7,,,0.1',
    '0,99,,0.6,0.5,',
    '1,149,0.2,,,0.05',
    '1,199,,0.65,0.8,',
    '2,249,nan,,,0.01',
    '2,299,,0.61,0.8,',
  ].join('\n');
  const { table } = readMetricsCsv(csv);

  it('has the best, the last, and how far the run went', () => {
    expect(summarise(table)).toEqual({
      total_epochs: 3,
      total_steps: 300,
      max_epoch: 2,
      max_step: 299,
      total_rows: 6,
      best_metrics: { best_train_loss: 0.2, best_val_loss: 0.6, best_val_acc: 0.8 },
      final_metrics: { train_loss: Number.NaN, val_loss: 0.61, val_acc: 0.8, lr: 0.01 },
      available_columns: ['epoch', 'step', 'train_loss', 'val_loss', 'val_acc', 'lr'],
    });
    expect(summarise(table, 1)).toMatchObject({ total_epochs: 2, total_steps: 299 });
  });

  it('says where the best was; of equal ones the first', () => {
    expect(bestPlaces(table).get('val_acc')).toEqual({ value: 0.8, epoch: 1, step: 199 });
    expect(bestPlaces(table).get('val_loss')).toEqual({ value: 0.6, epoch: 0, step: 99 });
    expect(bestPlaces(table).has('lr')).toBe(false);
  });

  it('of nothing is empty', () => {
    expect(summarise(tableOf([]))).toEqual({
      total_epochs: 0,
      total_steps: 0,
      max_epoch: null,
      max_step: null,
      total_rows: 0,
      best_metrics: {},
      final_metrics: {},
      available_columns: [],
    });
  });

  it('has no best where no value is finite, and otherwise one that no finite value beats', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0.5));
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom('acc', 'loss'), (numbers, name) => {
        const rows: MetricRow[] = numbers.map((number, step) => ({
          epoch: 0,
          step,
          values: new Map([[name, number]]),
        }));
        const { [`best_${name}`]: best } = summarise(tableOf(rows)).best_metrics;
        const finite = numbers.filter(Number.isFinite);
        expect(best === undefined).toBe(finite.length === 0);
        expect(finite.every((number) => (name === 'acc' ? number <= best : number >= best))).toBe(true);
        expect(finite.length === 0 || finite.includes(best)).toBe(true);
      }),
    );
  });
});
