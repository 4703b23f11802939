import type { Access } from './access.js';
import type { Limits } from './limits.js';
import type { Log } from './log.js';
import type { GatewayMetrics } from './metrics.js';
import type { GatewayStats } from './stats.js';

/** What every part of one gateway shares. */
export interface GatewayContext {
  readonly stats: GatewayStats;
  readonly metrics: GatewayMetrics;
  readonly limits: Limits;
  readonly access: Access;
  readonly log: Log;
}
