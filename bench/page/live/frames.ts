/** The times of all frames of so many seconds, ms on the clock of `performance.now()`, as each frame's callbacks have it. Rejects on a hidden page. */
export function recordFrames(seconds: number): Promise<number[]> {
  if (document.hidden) throw new Error('the page is hidden: it has no frames');
  const times = new Float64Array(seconds * 1000);
  let count = 0;
  return new Promise((resolve) => {
    const frame = (now: number) => {
      times[count++] = now;
      if (now - (times[0] as number) < seconds * 1000 && count < times.length) requestAnimationFrame(frame);
      else resolve(Array.from(times.subarray(0, count)));
    };
    requestAnimationFrame(frame);
  });
}
