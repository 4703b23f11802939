/** Servers for browser tests: each listens on a free loopback port of the machine that runs the tests, until stopped. */
import { executeServerCommand } from '@web/test-runner-commands';

/** What `gateway/` is to serve: its command line's options, by name. */
export interface GatewayOptions {
  /** Number of simulated symbols. */
  readonly simulate?: number;
  /** Simulated ticks a second, all symbols together. */
  readonly rate?: number;
  readonly seed?: number;
  /** Exactly so many ticks a message. */
  readonly batch?: number;
  /** Refuse symbols beyond the first `simulate` instead of making them. */
  readonly strict?: boolean;
  /** A capture file, relative to the repository's root. */
  readonly replay?: string;
  /** Times the recorded pace. */
  readonly speed?: number;
  readonly loop?: boolean;
}

/** A frame as the script writes it: text, or bytes as base64. */
export type ScriptFrame = string | { readonly base64: string };

export interface Script {
  /** What every client gets, in order. */
  readonly frames?: readonly ScriptFrame[];
  /** When: upon connect (the default), or after the client's first message. */
  readonly after?: 'connect' | 'message' | 'symbols';
  /** The sub-protocol to answer with (default: the first one asked for); false refuses whoever asks for one. */
  readonly protocol?: string | false;
  /** Refuse every upgrade with this HTTP status. */
  readonly refuse?: number;
  /** Close with this code after the last frame. */
  readonly close?: number;
}

/** What a script server has seen so far. */
export interface ScriptSeen {
  /** Attempts to connect, refused ones included. */
  readonly connections: number;
  /** Sockets open now. */
  readonly open: number;
  /** The sub-protocols asked for, one entry an attempt. */
  readonly protocols: readonly string[];
  readonly messages: readonly ScriptFrame[];
}

export interface TestServer {
  /** `ws://127.0.0.1:PORT/...`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface GatewayServer extends TestServer {
  /** The gateway's own counters, as `gateway/stats.ts` names them. */
  stats(): Promise<Readonly<Record<string, number>>>;
}

export interface ScriptServer extends TestServer {
  seen(): Promise<ScriptSeen>;
  /** Sends more frames to every open client. */
  send(...frames: readonly ScriptFrame[]): Promise<void>;
  /** Cuts every connection; new ones are accepted. */
  drop(): Promise<void>;
}

interface Started {
  readonly id: number;
  readonly url: string;
}

const command = <Answer = unknown>(name: string, payload: object): Promise<Answer> =>
  executeServerCommand(name, JSON.parse(JSON.stringify(payload)));

/** Starts the project's own gateway. */
export async function startGateway(options: GatewayOptions): Promise<GatewayServer> {
  const { id, url } = await command<Started>('gateway:start', options);
  return {
    url,
    stats: () => command<Record<string, number>>('gateway:stats', { id }),
    async stop() {
      await command('gateway:stop', { id });
    },
  };
}

/** Serves a folder of the repository from an origin of its own; the url ends with a slash. */
export async function startFiles(folder: string): Promise<TestServer> {
  const { id, url } = await command<Started>('files:start', { folder });
  return {
    url,
    async stop() {
      await command('files:stop', { id });
    },
  };
}

/** Starts a server that plays a script of frames, for sources that misbehave. */
export async function startScript(script: Script): Promise<ScriptServer> {
  const { id, url } = await command<Started>('script:start', script);
  return {
    url,
    seen: () => command<ScriptSeen>('script:seen', { id }),
    async send(...frames) {
      await command('script:send', { id, frames });
    },
    async drop() {
      await command('script:drop', { id });
    },
    async stop() {
      await command('script:stop', { id });
    },
  };
}

/** The text of a recorded capture in `../shared/data/replay`; null where the machine has none. */
export async function readCapture(name: string): Promise<string | null> {
  const { text } = await command<{ text: string | null }>('capture:read', { name });
  return text;
}
