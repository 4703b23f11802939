/** Elements that render for the first time in one task: each takes half a millisecond to two with all that it takes up. */
const IN_A_TASK = 16;

const waiting: (() => void)[] = [];
/** How many have rendered in the task at hand. */
let taken = 0;
/** Made when it is first needed: a port that listens would keep Node from ending. */
let tasks: MessageChannel | undefined;

function nextTask(): void {
  if (!tasks) {
    tasks = new MessageChannel();
    tasks.port1.onmessage = goOn;
  }
  tasks.port2.postMessage(0);
}

function goOn(): void {
  const turn = waiting.splice(0, IN_A_TASK);
  taken = turn.length;
  if (taken > 0) nextTask();
  for (const go of turn) go();
}

/**
 * Lets so many elements render for the first time in a task, and the others in tasks to come, in their order: a page that gets a thousand at once goes
 * on answering its user. Undefined: now. Main thread.
 */
export function inPace(): Promise<void> | undefined {
  if (waiting.length === 0 && taken < IN_A_TASK) {
    if (taken++ === 0) nextTask();
    return undefined;
  }
  return new Promise((resolve) => waiting.push(resolve));
}
