// How much a user's module may do. What holds here is held from outside the sandbox; within, the same figures make for
// words instead of an end.

export const SANDBOX_LIMITS = {
  /** Of wall time; the first three can be set by whoever starts it. */
  trainSeconds: 600,
  loadSeconds: 60,
  predictSeconds: 10,
  /** Of all files that training writes, and of those that a module begins with. */
  fileBytes: 270e6,
  /** Files that training may write. */
  files: 2000,
  answerBytes: 68e6,
  /** All scripts of a module. */
  scriptBytes: 4.2e6,
  logLinesPerSecond: 500,
  /** Characters; what is longer is cut. */
  logLineLength: 2000,
  /** From the worker; an honest one sends some twenty. */
  messagesPerSecond: 200,
  /** Characters of one message, apart from its files: the longest paths of all that may be written, and some. */
  messageLength: 4 * 1024 * 1024,
  /** Of all messages of a second: the page reads them, which has other things to do. */
  charactersPerSecond: 8 * 1024 * 1024,
} as const;

/** Between two reports of lines, of event files, or of all that was written, in milliseconds. */
export const REPORT_EVERY = 100;
export const EVENTS_EVERY = 1000;
export const SO_FAR_EVERY = 3000;
