/** Prints one line of JSON when the run is over, for tools/test.ts: how many tests passed, failed and were skipped, and which. */

/** What that line begins with. */
export const MARK = 'browser test totals: ';

function collect(suite, prefix, totals) {
  for (const test of suite?.tests ?? []) {
    const name = [...prefix, test.name].join(' > ');
    if (test.skipped) totals.skipped.push(name);
    else if (test.passed) totals.passed++;
    else totals.failed++;
  }
  for (const inner of suite?.suites ?? []) collect(inner, [...prefix, inner.name], totals);
}

export function totalsReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const totals = { passed: 0, failed: 0, skipped: [] };
      for (const { testResults, errors, passed } of sessions) {
        const before = totals.failed;
        collect(testResults, [], totals);
        // A file that breaks before or beside its tests counts as one failure.
        if (totals.failed === before && (errors.length > 0 || !passed)) totals.failed++;
      }
      console.log(MARK + JSON.stringify(totals));
    },
  };
}
