/**
 * Resolves after the first SIGINT or SIGTERM, once `close` is done. A second signal ends the process as if nobody listened, for
 * a close that hangs.
 */
export function untilStopped(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      close().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
