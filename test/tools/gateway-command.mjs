/**
 * Lets browser tests start servers in the test runner's process. Tests call the typed functions of servers.ts, which send these
 * commands by `executeServerCommand`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tsImport } from 'tsx/esm/api';
import { startFileServer } from './file-server.mjs';
import { startScriptServer } from './script-server.mjs';

/** One loaded copy of the gateway for the whole run. */
let gateway;

async function startGateway(options) {
  gateway ??= tsImport('../../gateway/server.ts', import.meta.url);
  const { startGateway: start } = await gateway;
  const running = await start({ host: '127.0.0.1', port: 0, ...options });
  return { url: running.url, stats: () => running.stats, stop: () => running.close() };
}

/** The text of a recorded capture, null where the machine has none; in an object, as no command may answer null. */
async function readCapture(name) {
  const file = new URL(`../../../shared/data/replay/${name}.jsonl`, import.meta.url);
  return { text: existsSync(file) ? await readFile(file, 'utf8') : null };
}

/** The runner's plugin. Whatever a test leaves running ends with the run. */
export function serverCommands() {
  const servers = new Map();
  let next = 1;

  const keep = (server) => {
    const id = next++;
    servers.set(id, server);
    return { id, url: server.url };
  };
  const find = (id) => {
    const server = servers.get(id);
    if (!server) throw new Error(`no server ${id} is running`);
    return server;
  };
  const stop = async (id) => {
    const server = find(id);
    servers.delete(id);
    await server.stop();
    return true;
  };

  const commands = {
    'capture:read': ({ name }) => readCapture(name),
    'files:start': async (options) => keep(await startFileServer(options)),
    'files:stop': ({ id }) => stop(id),
    'gateway:start': async (options) => keep(await startGateway(options)),
    'gateway:stats': ({ id }) => find(id).stats(),
    'gateway:stop': ({ id }) => stop(id),
    'script:start': async (script) => keep(await startScriptServer(script)),
    'script:seen': ({ id }) => find(id).seen(),
    'script:send': ({ id, frames }) => find(id).send(frames) ?? true,
    'script:drop': ({ id }) => find(id).drop() ?? true,
    'script:stop': ({ id }) => stop(id),
  };

  return {
    name: 'ticklane-servers',
    executeCommand: ({ command, payload }) => commands[command]?.(payload ?? {}),
    serverStop: () => Promise.all([...servers.keys()].map(stop)),
  };
}
