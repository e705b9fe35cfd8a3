// Where this thread's scratch memory lies. Threads share one memory; each has its own instance of the
// module, so a global is a thread's own.

let start: usize = 0;

export function setScratch(at: usize): void {
  start = at;
}

export function scratch(): usize {
  return start;
}
