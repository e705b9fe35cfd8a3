// Runs as files.

import { packTar } from 'modern-tar';
import { eventFileName, eventRecord, type LogEvent, versionRecord, writeMetricsCsv } from '../../ml/logs';
import { harmless } from '../../wire/csv';
import { fileStem } from '../../wire/file-stem';
import type { ExportedFile } from '../../wire/runs';
import { Breath } from '../pace';
import type { Histograms } from './job';
import type { RunLog } from './log';
import type { RunRecord } from './record';
import type { LogRow } from './rows';

export async function exportRun(record: RunRecord, log: RunLog, format: 'csv' | 'tensorboard'): Promise<ExportedFile> {
  const stem = `${fileStem(record.name, 'run')}-${fileStem(record.id, 'run')}`;
  if (format === 'csv') {
    const file = new Blob([writeMetricsCsv(log.table(), harmless)], { type: 'text/csv;charset=utf-8' });
    return { name: `${stem}.csv`, file };
  }
  const began = Date.parse(record.created_at) / 1000;
  const body = await eventFile(record, log.all(), began);
  const path = `${stem}/${eventFileName(began)}`;
  const header = { name: path, size: body.length, mtime: new Date(record.created_at) };
  const tar = (await packTar([{ header, body }])) as Uint8Array<ArrayBuffer>;
  return { name: `${stem}.tar`, file: new Blob([tar], { type: 'application/x-tar' }) };
}

// ---------------------------------------------------------------- TensorBoard

/** The same bytes for the same run. */
async function eventFile(record: RunRecord, rows: readonly LogRow[], began: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [versionRecord(began)];
  const { config_text, overrides } = record;
  if (config_text) {
    const code = (text: string) => text.replace(/^/gm, '    ');
    const changes = overrides.length > 0 ? `\n\nOverrides:\n\n${code(overrides.join('\n'))}` : '';
    const text = `${code(config_text)}${changes}`;
    parts.push(
      eventRecord({ wall_time: began, step: 0, file_version: null, values: [{ kind: 'text', tag: 'config', text }] }),
    );
  }
  const breath = new Breath();
  for (const [i, row] of rows.entries()) {
    parts.push(eventRecord(eventOf(row, began, i)));
    await breath.take();
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function eventOf({ epoch, step, time, values, histograms }: LogRow, began: number, i: number): LogEvent {
  const scalars = [...values, ...(epoch === null ? [] : [['epoch', epoch] as const])];
  return {
    wall_time: began + (time ?? i),
    step: Math.min(Math.max(0, Math.round(step ?? i)), Number.MAX_SAFE_INTEGER),
    file_version: null,
    values: [
      ...scalars.map(([tag, value]) => ({ kind: 'scalar', tag, value, form: 'tensor' }) as const),
      ...Object.entries(histograms ?? {}).map(
        ([tag, one]) => ({ kind: 'histogram', tag, buckets: bucketsOf(one) }) as const,
      ),
    ],
  };
}

function bucketsOf({ edges, counts }: Histograms[string]) {
  return Array.from(counts, (count, i) => ({ left: edges[i], right: edges[i + 1], count }));
}
