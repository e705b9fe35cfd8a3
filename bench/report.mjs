// Numbers into words: medians, tables, and what machine they were measured on.

import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function summary(samples) {
  return { median: round(median(samples)), min: round(Math.min(...samples)), samples: samples.length };
}

/** The middle, the least and the most, with the quartiles between which half of the samples lie. */
export function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const quantile = (share) => round(sorted[Math.round(share * (sorted.length - 1))]);
  return { ...summary(samples), p25: quantile(0.25), p75: quantile(0.75), max: round(sorted.at(-1)) };
}

export function round(value, digits = 4) {
  return Number(value.toPrecision(digits));
}

/** Rows of cells, the first row a heading, columns aligned. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) => row.map((cell, i) => pad(String(cell), widths[i], i === 0)).join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

function pad(text, width, left) {
  return left ? text.padEnd(width) : text.padStart(width);
}

export function machine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    logicalCores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    /** Processes that wanted to run, over the last minute: the measurement's own one or two, and others. */
    load: round(loadavg()[0], 3),
    platform: `${process.platform} ${process.arch}`,
  };
}

export function versionOf(root, name) {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8')).version;
}
