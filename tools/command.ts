import { spawn } from 'node:child_process';
import { ROOT } from './files.ts';

/** What a command did; `output` is what it printed, errors included. */
export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a command in the repository's root and keeps what it prints; `echo` shows it as well. */
export function capture(
  command: string,
  args: readonly string[],
  { env = {}, echo = false }: { env?: NodeJS.ProcessEnv; echo?: boolean } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (echo) to.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/** The same, for a command that must succeed: throws with its output where it does not. */
export async function run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await capture(command, args, { env });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${code}\n${output}`);
  return output;
}
