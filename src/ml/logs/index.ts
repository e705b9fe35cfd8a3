// Logs of runs: TensorBoard event files, Lightning's CSV, what a run comes to, and names from formats of time.

export { type Better, better } from './better';
export { type MetricsProblem, type ReadMetrics, readingMetricsCsv, readMetricsCsv, writeMetricsCsv } from './csv';
export { LogError } from './errors';
export { type ReadEvents, readEvents } from './event-reader';
export { eventRecord, versionRecord } from './event-writer';
export { type Bucket, type EventValue, eventFileName, FILE_VERSION, type LogEvent, type ScalarForm } from './events';
export { jsonRows, type MetricRow, type MetricTable, tableOf } from './metrics';
export { strftime, UTC, type Zone, zoneAt } from './strftime';
export { type BestPlace, bestPlaces, type RunSummary, summarise } from './summary';
