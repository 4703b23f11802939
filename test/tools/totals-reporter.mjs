/** Prints one line of JSON when the run is over, for tools/test.ts: how many tests passed, failed and were skipped, and which. */
import path from 'node:path';

/** What that line begins with. */
export const MARK = 'browser test totals: ';

function collect(suite, prefix, file, totals) {
  for (const test of suite?.tests ?? []) {
    const name = [...prefix, test.name].join(' > ');
    if (test.skipped) totals.skipped.push(name);
    else if (test.passed) totals.passed++;
    else fail(totals, file, name, test.error);
  }
  for (const inner of suite?.suites ?? []) collect(inner, [...prefix, inner.name], file, totals);
}

function fail(totals, file, name, error) {
  totals.failed++;
  totals.failures.push({ file, name, reason: String(error?.message ?? '').split('\n')[0] });
}

export function totalsReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const totals = { passed: 0, failed: 0, failures: [], skipped: [] };
      for (const { testFile, testResults, errors, passed } of sessions) {
        const before = totals.failed;
        const file = path.relative(process.cwd(), testFile);
        collect(testResults, [], file, totals);
        // A file that breaks before or beside its tests counts as one failure.
        if (totals.failed === before && (errors.length > 0 || !passed)) fail(totals, file, '', errors[0]);
      }
      console.log(MARK + JSON.stringify(totals));
    },
  };
}
