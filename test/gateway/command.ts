import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A command of the gateway's folder and what it has printed so far. */
export interface Run {
  readonly child: ChildProcess;
  out: string;
  error: string;
}

/** Runs `gateway/main.ts` or `gateway/demo.ts`; it does not outlive the test. */
export function run(test: TestContext, command: 'main' | 'demo', ...args: string[]): Run {
  return runProgram(test, process.execPath, ['--import', 'tsx', `gateway/${command}.ts`, ...args], ROOT);
}

/** Runs a program in a folder; it does not outlive the test. */
export function runProgram(test: TestContext, program: string, args: readonly string[], folder: string): Run {
  const child = spawn(program, args, { cwd: folder });
  test.after(() => child.kill('SIGKILL'));
  const started: Run = { child, out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    started.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    started.error += text;
  });
  return started;
}

export async function exitCode({ child }: Run): Promise<number | null> {
  // Not `exit`: the last of its output may still be on the way then.
  if (!(child.stdout?.closed && child.stderr?.closed)) await once(child, 'close');
  return child.exitCode;
}

/** The WebSocket address that a gateway prints when it listens. */
export async function address(started: Run): Promise<string> {
  for (;;) {
    const found = /ws:\/\/[^\s:]+:\d+\/ws/.exec(started.out);
    if (found) return found[0];
    assert.equal(started.child.exitCode, null, started.error);
    await once(started.child.stdout as NodeJS.ReadableStream, 'data');
  }
}
