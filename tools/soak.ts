/** `npm run soak`: the long tests, `*.soak.test.ts` in the browser and `*.soak.node.test.ts` in Node. */
import { listFiles } from './files.ts';
import { nothing, runBrowserTests, runNodeTests } from './steps.ts';

const node = await runNodeTests(listFiles('test', /\.soak\.node\.test\.ts$/), false);
console.log(node.output);
const inBrowser = listFiles('test', /\.soak\.test\.ts$/).length > 0;
const browser = inBrowser ? await runBrowserTests({ SOAK: '1' }, true) : nothing('soak tests for the browser');
if (!inBrowser) console.log(browser.output);

const failed = node.failed + browser.failed;
const skipped = node.skipped.length + browser.skipped.length;
console.log(`${node.passed + browser.passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (failed > 0) process.exitCode = 1;
